"""The name under which somebody's edits stand."""

from itertools import chain, count
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
    fields = {"name": person.get_username(), "slug": _free_slug(person)}
    return Contributor.objects.get_or_create(user=person, defaults=fields)[0]


def _free_slug(person: Any) -> str:
    """The user name as a slug; names are unique by case, slugs are not, so a number may follow."""
    wanted = slugify(person.get_username()) or "person"
    taken = set(Contributor.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(person.pk))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken)
