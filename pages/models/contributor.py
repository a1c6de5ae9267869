"""The name under which somebody's edits stand."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from pages.text.titles import slugify

SOFTWARE_SLUG = "wikisite"


class Contributor(models.Model):
    """Who wrote a revision. It outlives the account, so that erasing a person leaves the history whole."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributor"
    )
    name = models.CharField(max_length=150)
    slug = models.CharField(max_length=170, unique=True)
    joined_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


def contributor_of(person: Any) -> Contributor | None:
    """The contributor behind an account, made on the first call.

    None, the software itself, writes as the contributor “Wikisite”; a stranger has no contributor.
    """
    if person is None:
        return Contributor.objects.get_or_create(slug=SOFTWARE_SLUG, defaults={"name": "Wikisite"})[0]
    if isinstance(person, AnonymousUser):
        return None
    found = Contributor.objects.filter(user=person).first()
    if found:
        return found
    name = person.get_username()
    # User names are unique by case, slugs are not: the account's number tells two alike apart.
    taken = Contributor.objects.filter(slug=slugify(name) or str(person.pk)).exists()
    slug = f"{slugify(name)}-{person.pk}" if taken else slugify(name) or str(person.pk)
    return Contributor.objects.get_or_create(user=person, defaults={"name": name, "slug": slug})[0]
