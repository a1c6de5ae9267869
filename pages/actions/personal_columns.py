"""Which columns hold a person: asked of the models, so that a table added later is known too."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models

TEXTS = (models.CharField, models.TextField, models.JSONField)


def stored_models() -> Iterator[type[models.Model]]:
    """Every table that has a model, the libraries' too."""
    return (model for model in apps.get_models() if model._meta.managed and not model._meta.proxy)


def last_models() -> Iterator[type[models.Model]]:
    """Of models that extend one another's tables the last, which has the columns of all."""
    parents = {parent for model in stored_models() for parent in model._meta.get_parent_list()}
    return (model for model in stored_models() if model not in parents)


def people_columns(model: type[models.Model]) -> list[str]:
    """Columns that point to an account or a contributor."""
    people = {settings.AUTH_USER_MODEL.lower(), "pages.contributor"}
    columns = [field for field in model._meta.concrete_fields if field.is_relation]
    return [f.name for f in columns if f.related_model and f.related_model._meta.label_lower in people]


def address_columns(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.EmailField)]


def text_columns(model: type[models.Model]) -> list[models.Field]:
    """The table's own columns that could hold a word."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, TEXTS)]
