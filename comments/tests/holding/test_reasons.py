"""Why a comment waits: each rule at its edge, in words, for whom it does not hold, and what it costs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import draft
from comments.holding import reasons_to_hold
from comments.models import Rules
from comments.tests.factories import make_comment, make_page

pytestmark = pytest.mark.django_db
OPEN = {"hold_strangers": False, "hold_until_approved": False, "max_links": None}


def typed(text="Words", *, by=None, **fields):
    who = {} if by else {"name": "Mara", "email": "mara@mail.example"}
    return draft(make_page(), text, by=by, **{**who, **fields})


def rules_that_hold(comment, person=None, **changed):
    reasons = reasons_to_hold(comment, person or AnonymousUser(), Rules(**{**OPEN, **changed}))
    return [reason["rule"] for reason in reasons]


def test_with_every_rule_off_nobody_waits():
    assert rules_that_hold(typed("https://a.example https://b.example")) == []


def test_everything_can_be_held():
    assert rules_that_hold(typed(), hold_all=True) == ["all"]


@pytest.mark.parametrize(
    ("persona", "waits"), [("reader", True), ("contributor", False), ("moderator", False)]
)
def test_people_without_a_confirmed_account_are_held(persona, waits, request):
    person = request.getfixturevalue(persona).person

    assert rules_that_hold(typed(by=person), person, hold_strangers=True) == ["stranger"] * waits


def test_a_first_comment_waits_and_the_one_after_an_approved_one_does_not(contributor):
    person = contributor.person
    assert rules_that_hold(typed(by=person), person, hold_until_approved=True) == ["first"]

    page = make_page("Other")
    make_comment(page, by=person)

    assert rules_that_hold(draft(page, "x", by=person), person, hold_until_approved=True) == []


def test_who_is_held_for_having_no_account_is_not_also_called_a_newcomer():
    assert rules_that_hold(typed(), hold_strangers=True, hold_until_approved=True) == ["stranger"]


@pytest.mark.parametrize(
    ("text", "url", "links"),
    [
        ("none", "", 0),
        ("https://a.example", "", 1),
        ("[a](https://a.example) and <https://b.example>", "", 2),
        ("https://a.example", "https://mine.example", 2),
        ("`https://a.example` in code", "", 0),
    ],
)
def test_links_are_counted_as_readers_would_see_them(text, url, links):
    comment = typed(text, url=url)

    held_at = [most for most in range(1, 5) if rules_that_hold(comment, max_links=most)]

    assert held_at == list(range(1, links + 1))


def test_the_author_is_told_how_many_links_and_how_many_are_read_first():
    comment = typed("https://a.example https://b.example https://c.example")

    reason = reasons_to_hold(comment, AnonymousUser(), Rules(**{**OPEN, "max_links": 2}))[0]

    assert reason["says"] == "It has 3 links; comments with 2 or more are read first."


@pytest.mark.parametrize(
    ("key", "is_held"),
    [
        ("cheap hosting", True),
        ("CHEAP", True),
        ("heap", True),
        ("ｃｈｅａｐ", True),
        ("expensive", False),
        ("Mara", True),
        ("mara@mail.example", True),
        ("@mail.example", True),
        ("site.example", True),
        ("203.0.113.7", True),
        ("203.0.113.", True),
        ("203.0.113.0/24", True),
        ("203.0.114.0/24", False),
        ("2001:db8::/32", False),
        ("", False),
        ("   ", False),
        ("\u200b", False),
        ("999.0.0.0/8", False),
    ],
)
def test_words_addresses_domains_and_networks_are_found(key, is_held):
    comment = typed("Get Che\u200bap Hosting now", url="https://site.example", address="203.0.113.7")

    assert rules_that_hold(comment, held_keys=f"unrelated\n{key}\n") == ["words"] * is_held


def test_networks_of_ipv6_and_of_mapped_ipv4_hold():
    comment = typed(address="2001:db8:7::1")

    assert rules_that_hold(comment, held_keys="2001:db8::/32") == ["words"]


def test_moderators_read_the_line_that_held_and_its_author_does_not():
    comment = typed("Buy xyzzy")

    reason = reasons_to_hold(comment, AnonymousUser(), Rules(**OPEN, held_keys="xyzzy"))[0]

    assert reason["detail"] == "xyzzy"
    assert "xyzzy" not in reason["says"]


@pytest.mark.parametrize(("score", "is_held"), [(None, False), (49, False), (50, True), (100, True)])
def test_a_score_holds_from_the_percent_in_the_rules_on(score, is_held):
    comment = typed()
    comment.score = score

    assert rules_that_hold(comment) == ["score"] * is_held


def test_several_rules_are_all_named():
    comment = typed("Buy https://a.example", address="203.0.113.7")

    found = rules_that_hold(
        comment, hold_all=True, max_links=1, held_keys="buy", disallowed_keys="203.0.113.7"
    )

    assert found == ["all", "links", "words", "disallowed"]


def test_a_moderator_is_never_held(moderator):
    comment = typed("Buy https://a.example", by=moderator.person)

    assert rules_that_hold(comment, moderator.person, hold_all=True, max_links=1, disallowed_keys="buy") == []


def test_the_rules_cost_at_most_one_query(contributor):
    comment, person = typed(by=contributor.person), contributor.person
    person.groups.count()
    assert rules_that_hold(comment, person) == []  # the groups are known from here on

    with CaptureQueriesContext(connection) as queries:
        rules_that_hold(comment, person, hold_until_approved=True, max_links=1, held_keys="a\n" * 1000)

    assert len(queries) == 1
