"""The composition root as a Django app, so that its checks and commands are found."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate


class WikisiteConfig(AppConfig):
    name = "wikisite"

    def ready(self) -> None:
        from wikisite import accounts, checks  # noqa: F401 - importing them registers checks and receivers
        from wikisite.edge import raising

        post_migrate.connect(make_cache_table, sender=self)
        post_migrate.connect(raising.install, sender=self)

        if settings.SENTRY_DSN:
            from wikisite import sentry  # its library is installed where it is used

            sentry.start(settings.SENTRY_DSN)


def make_cache_table(using: str, **kwargs: Any) -> None:
    """Make the table of the database cache, which `migrate` alone does not; sign-in limits live there."""
    call_command("createcachetable", database=using, verbosity=0)
