"""Banning people and networks: who is held, for how long, what they are told, and what it costs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.actions.ban import NotToBeBanned, ban_network, ban_person, lift
from pages.actions.errors import NothingChanged, ReasonMissing
from pages.models import Ban, LogEntry
from pages.permissions import can_create, is_banned, is_contributor
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.text.networks import readable_network

pytestmark = pytest.mark.django_db
BANS, ADD = "/admin/pages/ban/", "/admin/pages/ban/add/"


def again(person):
    """The person as the next request loads them."""
    return type(person).objects.get(pk=person.pk)


def at(address):
    person = AnonymousUser()
    person.address = address
    return person


def ban_of_network(word, **options):
    return ban_network(readable_network(word), by=make_moderator(), reason="A flood", **options)


def test_a_banned_person_may_not_write_until_the_ban_ends(time_machine):
    person, now = make_contributor(), timezone.now()

    ban_person(person, by=make_moderator(), reason="Insults", ends_at=now + timedelta(days=7))

    assert is_banned(again(person))
    assert not is_contributor(again(person))
    time_machine.move_to(now + timedelta(days=8))
    assert not is_banned(again(person))
    assert is_contributor(again(person))


def test_a_ban_for_good_ends_when_it_is_lifted():
    person, moderator = make_contributor(), make_moderator()
    ban = ban_person(person, by=moderator, reason="Insults")
    assert is_banned(again(person))

    lift(ban, by=moderator)

    assert not is_banned(again(person))
    with pytest.raises(NothingChanged):
        lift(ban, by=moderator)
    entries = list(LogEntry.objects.order_by("pk").values_list("verb", "reason", "details__person"))
    slug = person.contributor.slug
    assert entries == [("ban", "Insults", slug), ("unban", "", slug)]


def test_the_group_banned_still_holds_without_reason_and_end(banned):
    page = make_page("Flask")

    assert is_banned(banned.person)
    answer = banned.post(f"/wiki/{page.slug}/edit/", {"title": "Flask", "body": "x", "base": "1"})
    assert "This account may read, but not write, at the moment." in answer.content.decode()


@pytest.mark.parametrize(
    ("network", "address", "holds"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.0/24", "203.0.113.255", True),
        ("203.0.113.0/24", "203.0.114.0", False),
        ("203.0.113.0/24", "::ffff:203.0.113.9", True),
        ("2001:db8::/32", "2001:db8:ffff::1", True),
        ("2001:db8::/32", "2001:db9::1", False),
        ("203.0.113.0/24", "2001:db8::1", False),
        ("203.0.113.0/24", "unreadable", False),
        ("203.0.113.0/24", None, False),
    ],
)
def test_a_network_holds_strangers_whose_address_lies_in_it(network, address, holds):
    ban_of_network(network)

    assert is_banned(at(address)) is holds


def test_a_network_holds_nobody_who_is_signed_in():
    ban_of_network("127.0.0.0/16")

    assert not is_banned(make_contributor())


def test_a_strangers_edit_from_a_banned_network_comes_back_with_reason_and_text(stranger, settings):
    settings.OPEN_TO_STRANGERS = True
    page = make_page("Flask", "Text\n")
    ban_of_network("203.0.113.0/24")
    form = {"title": "Flask", "body": "Written with care", "base": "1"}

    refused = stranger.post("/wiki/flask/edit/", form, REMOTE_ADDR="203.0.113.9")
    created = stranger.post("/new/", {"title": "Jinja", "body": "x"}, REMOTE_ADDR="203.0.113.9")
    accepted = stranger.post("/wiki/flask/edit/", form, REMOTE_ADDR="198.51.100.1")

    assert (refused.status_code, created.status_code, accepted.status_code) == (403, 403, 303)
    assert "Reason: A flood" in refused.content.decode()
    assert "Written with care" in refused.content.decode()
    page.refresh_from_db()
    assert page.revision_count == 2


def test_a_stranger_who_reads_costs_no_query_for_bans(stranger):
    make_page("Flask")
    ban_of_network("127.0.0.0/16")

    with CaptureQueriesContext(connection) as queries:
        assert stranger.get("/wiki/flask/").status_code == 200

    assert not [query for query in queries if "pages_ban" in query["sql"]]


def test_rights_of_somebody_signed_in_cost_one_query_with_bans_and_groups():
    person = again(make_contributor())

    with CaptureQueriesContext(connection) as queries:
        assert can_create(person)
        assert not is_banned(person)

    assert len(queries) == 1


def test_moderators_are_not_banned_and_nobody_else_bans():
    person = make_contributor()

    with pytest.raises(NotToBeBanned):
        ban_person(make_moderator(), by=make_moderator(), reason="Insults")
    with pytest.raises(PermissionDenied):
        ban_person(person, by=make_contributor(), reason="Insults")
    with pytest.raises(ReasonMissing):
        ban_person(person, by=make_moderator(), reason="  ")
    assert not Ban.objects.exists()


@pytest.mark.parametrize("network", ["0.0.0.0/0", "203.0.0.0/8", "::/0", "2001::/16"])
def test_a_ban_of_half_the_internet_is_refused(network):
    with pytest.raises(NotToBeBanned, match="too wide"):
        ban_of_network(network)


def test_the_public_log_names_no_network():
    ban_of_network("203.0.113.0/24")

    assert "203.0.113" not in str(list(LogEntry.objects.values()))


def test_a_ban_is_of_one_person_or_one_network():
    with pytest.raises(IntegrityError):
        Ban.objects.create(reason="x", banned_at=timezone.now())


def test_a_moderator_bans_and_lifts_in_the_admin(moderator):
    person = make_contributor("troll")
    assert 'value="troll"' in moderator.get(f"{ADD}?who=troll").content.decode()

    answer = moderator.post(ADD, {"who": "troll", "reason": "Insults", "period": "7"})

    assert answer.status_code == 302
    ban = Ban.objects.get()
    assert (ban.person, ban.reason, ban.banned_by.name) == (person, "Insults", "moderator")
    assert timedelta(days=6) < ban.ends_at - timezone.now() <= timedelta(days=7)
    assert "Insults" in moderator.get(BANS).content.decode()
    assert "Insults" in moderator.get(f"{BANS}{ban.pk}/change/").content.decode()
    moderator.post(BANS, {"action": "lift_bans", "_selected_action": [ban.pk], "index": "0"})
    ban.refresh_from_db()
    assert ban.lifted_at
    assert not is_banned(again(person))


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("nobody-of-this-name", "There is no account and no network of this name."),
        ("moderator", "This is a moderator."),
        ("0.0.0.0/0", "too wide"),
    ],
)
def test_a_ban_that_cannot_be_is_refused_with_a_sentence(moderator, who, sentence):
    answer = moderator.post(ADD, {"who": who, "reason": "Insults", "period": "0"})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Ban.objects.exists()


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_the_bans_are_closed_to_others(persona, request):
    ban_of_network("203.0.113.0/24")
    person = request.getfixturevalue(persona)

    for address in (BANS, ADD, f"{BANS}{Ban.objects.get().pk}/change/"):
        assert person.get(address).status_code == 302
    assert person.post(ADD, {"who": "203.0.113.8", "reason": "x", "period": "0"}).status_code == 302
    assert Ban.objects.count() == 1


def test_erasing_an_account_takes_its_bans_along():
    person = make_contributor()
    ban_person(person, by=make_moderator(), reason="Insults")

    person.delete()

    assert not Ban.objects.exists()
