"""The conversation under pages."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_save

MODERATOR_PERMISSIONS = {
    ("comments", "view_pagecomment"),
    ("comments", "change_pagecomment"),
    ("comments", "view_verdict"),
    ("comments", "view_flag"),
    ("comments", "view_discussion"),
    ("comments", "view_rules"),
    ("comments", "change_rules"),
    ("comments", "view_decision"),
    ("comments", "view_readyreason"),
    ("comments", "add_readyreason"),
    ("comments", "change_readyreason"),
    ("comments", "delete_readyreason"),
    ("django_comments", "can_moderate"),  # what the library's own code asks for (trap 6)
}


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Comments"

    def ready(self) -> None:
        _silence_the_library()
        post_migrate.connect(grant_moderators, dispatch_uid="comments.grant_moderators")


def grant_moderators(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Give the group Moderators its rights, as `pages.apps` gives its own."""
    from django.contrib.auth.models import Group, Permission

    group, _ = Group.objects.using(using).get_or_create(name="Moderators")
    labels = {app for app, _ in MODERATOR_PERMISSIONS}
    found = Permission.objects.using(using).filter(content_type__app_label__in=labels)
    wanted = [p for p in found if (p.content_type.app_label, p.codename) in MODERATOR_PERMISSIONS]
    group.permissions.add(*wanted)


def _silence_the_library() -> None:
    """Take away the receiver that publishes every held reply when its parent is saved (trap 1).

    The library connects it in its own ready(), which does nothing else and may run before or after ours.
    """
    from django_comments_xtd.models import publish_or_unpublish_on_pre_save

    from comments.models import PageComment

    apps.get_app_config("django_comments_xtd").ready = lambda: None  # type: ignore[method-assign]
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=PageComment)
