"""The composition root as a Django app, so that its checks and commands are found."""

from django.apps import AppConfig


class WikisiteConfig(AppConfig):
    name = "wikisite"

    def ready(self) -> None:
        from wikisite import accounts, checks  # noqa: F401 - importing them registers checks and receivers
