"""Rights: (person, page) -> bool. A person is a Django user, signed in or not."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from pages.models import Attachment, Ban, Page, Protection
from pages.models.ban import BanQuerySet

BANNED = "Banned"
GROUPS_WITH_RIGHTS = ("Contributors", "Trusted", "Moderators", BANNED)
GROUP_NAMES_ATTRIBUTE = "_wiki_groups"
BAN_ATTRIBUTE = "_wiki_ban"


def can_read(person: Any, page: Page) -> bool:
    return not page.is_deleted


def can_create(person: Any) -> bool:
    return is_contributor(person) or bool(settings.OPEN_TO_STRANGERS and not is_banned(person))


def can_edit(person: Any, page: Page) -> bool:
    if page.is_deleted or is_banned(person):
        return False
    if page.protection == Protection.MODERATORS:
        return is_moderator(person)
    if page.protection == Protection.TRUSTED:
        return is_trusted(person)
    return can_create(person)


def can_rename(person: Any, page: Page) -> bool:
    return is_contributor(person) and can_edit(person, page) and not page.is_home


def can_attach(person: Any, page: Page) -> bool:
    """Strangers cannot, where they may edit too: whose storage would it be?"""
    return is_contributor(person) and can_edit(person, page)


def can_remove_attachment(person: Any, attachment: Attachment) -> bool:
    is_own = person.is_authenticated and attachment.uploaded_by.user_id == person.pk
    return is_moderator(person) or (is_own and can_attach(person, attachment.page))


def can_revert(person: Any, page: Page) -> bool:
    return can_edit(person, page)


def can_roll_back(person: Any, page: Page) -> bool:
    return is_trusted(person) and can_edit(person, page)


def can_delete(person: Any, page: Page) -> bool:
    """Nothing stands in for the front page, so it stays."""
    return is_moderator(person) and not page.is_deleted and not page.is_home


def can_restore(person: Any, page: Page) -> bool:
    return is_moderator(person) and page.is_deleted


def can_protect(person: Any, page: Page) -> bool:
    return is_moderator(person) and not page.is_deleted


def can_suppress(person: Any) -> bool:
    return is_moderator(person)


def is_contributor(person: Any) -> bool:
    """Signed in with a confirmed address."""
    return is_trusted(person) or (_is_active(person) and "Contributors" in _groups(person))


def is_trusted(person: Any) -> bool:
    return is_moderator(person) or (_is_active(person) and "Trusted" in _groups(person))


def is_moderator(person: Any) -> bool:
    return _is_active(person) and (person.is_superuser or "Moderators" in _groups(person))


def is_banned(person: Any) -> bool:
    """Whether a ban is in force, the account is off, or the group Banned holds it.

    A stranger is banned by network, and only where the request told `person.address`, as those that write do:
    readers cost no query.
    """
    if not person.is_authenticated:
        return ban_of(person) is not None
    return not person.is_active or BANNED in _groups(person)


def ban_of(person: Any) -> Ban | None:
    """The ban that holds this person longest, with its reason and end; read once a request."""
    if not hasattr(person, BAN_ATTRIBUTE):
        setattr(person, BAN_ATTRIBUTE, _bans_on(person).in_force().longest())
    found: Ban | None = getattr(person, BAN_ATTRIBUTE)
    return found


def _bans_on(person: Any) -> BanQuerySet:
    """None without a query for a stranger whose address was not told."""
    if person.is_authenticated:
        return Ban.objects.filter(person=person)
    return Ban.objects.of_address(getattr(person, "address", None))


def _is_active(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_active) and BANNED not in _groups(person)


def _groups(person: Any) -> frozenset[str]:
    """Names of the person's groups, read once a request: the user object lives no longer.

    A ban in force counts as the group Banned and is read by the same query.
    """
    if not person.is_authenticated:
        return frozenset()
    names = getattr(person, GROUP_NAMES_ATTRIBUTE, None)
    if names is None:
        banned = Value(BANNED, output_field=CharField())
        bans = Ban.objects.in_force().filter(person=person).values_list(banned)
        names = frozenset(name for (name,) in person.groups.values_list("name").union(bans))
        setattr(person, GROUP_NAMES_ATTRIBUTE, names)
    return names


def load_with_groups(people: QuerySet[Any], pk: Any) -> Any:
    """The person of this key with the groups read by the same query, or None.

    As every request of somebody signed in asks for them, it is one query less for each.
    """
    bans = Ban.objects.in_force().filter(person=OuterRef("pk"))
    groups = {
        f"_in_{name}": Exists(Group.objects.filter(user=OuterRef("pk"), name=name))
        for name in GROUPS_WITH_RIGHTS
    }
    person = people.filter(pk=pk).annotate(_has_ban=Exists(bans), **groups).first()
    if person is not None:
        names = {name for name in GROUPS_WITH_RIGHTS if getattr(person, f"_in_{name}")}
        setattr(person, GROUP_NAMES_ATTRIBUTE, frozenset(names | ({BANNED} if person._has_ban else set())))
    return person
