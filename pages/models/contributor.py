"""The name under which somebody's edits stand."""

from itertools import chain, count
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from pages.text.titles import slugify

SOFTWARE_SLUG = "wikisite"


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def count_revision(self) -> int:
        """Note one revision more of each, by one UPDATE."""
        return self.update(revision_count=F("revision_count") + 1)

    def recount_revisions(self) -> int:
        """Write `revision_count` anew, by one UPDATE."""
        return self.update(revision_count=Coalesce(Subquery(_counted()), 0))

    def miscounted(self) -> Self:
        """Those whose `revision_count` is not the number of their revisions, which is `counted`."""
        counted = Coalesce(Subquery(_counted()), 0)
        return self.annotate(counted=counted).exclude(revision_count=F("counted"))

    def named(self, word: str) -> "Contributor | None":
        """The person of this name, or of the name in their address."""
        word = word.replace("\0", "")
        wanted = models.Q(name=word) | models.Q(slug=slugify(word))
        return self.filter(wanted).order_by("pk").first()


class Contributor(models.Model):
    """Who wrote a revision. It outlives the account, so that erasing a person leaves the history whole."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributor"
    )
    name = models.CharField(max_length=150)
    slug = models.CharField(max_length=170, unique=True)
    joined_at = models.DateTimeField(default=timezone.now)
    revision_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name"], name="contributor_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:contributor", args=[self.slug])


def _counted() -> models.QuerySet[Any]:
    revisions = apps.get_model("pages", "Revision")._default_manager.filter(author=OuterRef("pk"))
    return revisions.order_by().values("author").annotate(n=Count("pk")).values("n")


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
