"""The wiki: versioned pages."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

GROUPS = {
    "Contributors": ["pages.add_page", "pages.change_page"],
    "Trusted": ["pages.add_page", "pages.change_page"],
    "Banned": [],
    "Moderators": [
        "pages.add_page",
        "pages.change_page",
        "pages.view_page",
        "pages.view_revision",
        "pages.view_contributor",
        "pages.view_logentry",
        "pages.view_redirect",
        "pages.view_ban",
        "pages.add_ban",
    ],
}


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from pages.search.backends import prepare_connection

        post_migrate.connect(make_groups, dispatch_uid="pages.make_groups")
        connection_created.connect(prepare_connection, dispatch_uid="pages.prepare_connection")


def make_groups(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make the groups of the wiki's people.

    An app's permissions exist only after its own post_migrate, so every call adds those that are there.
    """
    from django.contrib.auth.models import Group, Permission

    for name, wanted in GROUPS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        labels = {tuple(permission.split(".")) for permission in wanted}
        held = Permission.objects.using(using).filter(content_type__app_label__in={app for app, _ in labels})
        group.permissions.add(
            *[
                p
                for p in held.select_related("content_type")
                if (p.content_type.app_label, p.codename) in labels
            ]
        )
