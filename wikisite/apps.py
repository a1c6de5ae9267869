"""The composition root as a Django app, so that its checks and commands are found."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate


class WikisiteConfig(AppConfig):
    name = "wikisite"

    def ready(self) -> None:
        # Django sends post_migrate only for apps with models, and this one has none.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("pages"))
        from wikisite import accounts, checks  # noqa: F401 - importing them registers checks and receivers

        if settings.SENTRY_DSN:
            from wikisite import sentry  # its library is installed where it is used

            sentry.start(settings.SENTRY_DSN)


def make_cache_table(using: str, **kwargs: Any) -> None:
    """Make the table of the database cache, which `migrate` alone does not; sign-in limits live there."""
    call_command("createcachetable", database=using, verbosity=0)
