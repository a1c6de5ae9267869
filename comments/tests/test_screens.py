"""Orders and screens: threads whole where they fit, nothing twice and nothing lost between screens."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import remove, vote
from comments.models import COMMENTS_A_SCREEN, PageComment, State
from comments.tests.factories import make_comment, make_many, make_moderator, make_page

pytestmark = pytest.mark.django_db
CHAIN_OF_60 = [None, *range(59)]
ORDERS = ["oldest", "newest", "helpful"]


def shown(answer):
    return [int(pk) for pk in re.findall(r'id="c(\d+)"', answer.content.decode())]


def screens(client, query=""):
    """The comments of each screen that the links "More comments" lead through."""
    found = []
    while query is not None:
        answer = client.get(f"/wiki/title/{query}")
        found.append(shown(answer))
        more = re.search(r'rel="next" href="([^"#]+)#comments"', answer.content.decode())
        query = unescape(more[1]) if more else None
        assert len(found) < 100
    return found


def pks(*comments):
    return [comment.pk for comment in comments]


def test_newest_turns_the_threads_round_and_leaves_replies_in_their_order(stranger):
    page = make_page()
    old, new = make_comment(page), make_comment(page)
    first, second = make_comment(page, reply_to=old), make_comment(page, reply_to=old)

    assert shown(stranger.get("/wiki/title/?sort=newest")) == pks(new, old, first, second)


def test_most_helpful_puts_threads_by_the_votes_of_their_first_comment(stranger, make_person):
    page = make_page()
    none, one, two = (make_comment(page) for _ in range(3))
    reply = make_comment(page, reply_to=none)
    voters = [make_person(f"voter{number}") for number in range(3)]
    for comment, count in ((one, 1), (two, 2), (reply, 3)):
        for voter in voters[:count]:
            vote(comment, by=voter)

    assert shown(stranger.get("/wiki/title/?sort=helpful")) == pks(two, one, none, reply)


@pytest.mark.parametrize(
    "query", ["", "?sort=oldest", "?sort=", "?sort=x", "?sort=-path", "?sort=NEWEST", "?a=b"]
)
def test_any_other_order_is_the_oldest_first(query, stranger):
    page = make_page()
    comments = [make_comment(page) for _ in range(2)]

    assert shown(stranger.get(f"/wiki/title/{query}")) == pks(*comments)


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize(
    "shape",
    [
        [None] * 130,
        [None, *[0] * 120, None, None],
        [*CHAIN_OF_60, *[None] * 30, *[60] * 40, *[89] * 49],
        [None if place % 7 == 0 else place - 1 for place in range(150)],
    ],
    ids=["roots", "one long thread", "deep and long", "sevens"],
)
def test_screens_show_every_comment_once_in_each_order(shape, sort, stranger):
    page = make_page()
    made = make_many(page, shape)
    PageComment.objects.filter(pk__in=pks(*made[::3])).update(helpful_count=2)

    found = screens(stranger, f"?sort={sort}")

    assert sorted(pk for screen in found for pk in screen) == pks(*made)
    assert max(map(len, found)) <= COMMENTS_A_SCREEN
    assert min(map(len, found[:-1])) >= COMMENTS_A_SCREEN // 2


@pytest.mark.parametrize("sort", ORDERS)
def test_a_thread_that_does_not_fit_any_more_starts_the_next_screen(sort, stranger):
    make_many(make_page(), [None if place % 20 == 0 else place - 1 for place in range(100)])

    assert [len(screen) for screen in screens(stranger, f"?sort={sort}")] == [40, 40, 20]


@pytest.mark.parametrize("sort", ORDERS)
def test_a_thread_whose_start_was_removed_keeps_its_place_and_hidden_ones_take_none(sort, stranger):
    page = make_page()
    removed, other = make_comment(page), make_comment(page)
    reply = make_comment(page, reply_to=removed)
    remove([removed.pk], by=make_moderator(), seen=State.APPROVED)
    for _ in range(3):
        make_comment(page, state=State.SPAM)

    expected = [other, reply] if sort == "newest" else [reply, other]
    assert shown(stranger.get(f"/wiki/title/?sort={sort}")) == pks(*expected)


def test_votes_that_arrive_between_two_screens_lose_no_comment(stranger):
    page = make_page()
    made = make_many(page, [None, *[0] * 80, *[None] * 20])
    first = stranger.get("/wiki/title/?sort=helpful")
    more = unescape(re.search(r'rel="next" href="([^"#]+)#', first.content.decode())[1])
    PageComment.objects.filter(pk=made[0].pk).update(helpful_count=9)

    assert shown(first) + shown(stranger.get(f"/wiki/title/{more}")) == pks(*made)[:100]


def test_the_person_who_waits_finds_the_own_comment_in_each_order(reader):
    page = make_page()
    own = make_comment(page, state=State.PENDING, by=reader.person)
    make_comment(page)

    for sort in ORDERS:
        assert own.pk in shown(reader.get(f"/wiki/title/?sort={sort}"))


@pytest.mark.parametrize("sort", ["newest", "helpful"])
def test_links_keep_the_order(sort, stranger):
    make_many(make_page(), [None] * 60)

    html = stranger.get(f"/wiki/title/?sort={sort}").content.decode()

    assert re.search(rf'rel="next" href="\?sort={sort}&amp;comments=[0-9a-z-]+#comments"', html)
    assert f"?sort={sort}&amp;reply=" in html
    assert re.search(r'<b aria-current="true">(Newest|Most helpful)</b>', html)


@pytest.mark.parametrize(
    "cursor", ["x", "000000'", "1-", "-000000", "1-2-000000", "9" * 700, "٣-000000", "000001"]
)
@pytest.mark.parametrize("sort", ["newest", "helpful"])
def test_an_unreadable_place_in_any_order_shows_a_screen(cursor, sort, stranger):
    comment = make_comment(make_page())

    assert shown(stranger.get(f"/wiki/title/?sort={sort}&comments={cursor}")) == [comment.pk]


@pytest.mark.parametrize("shape", [CHAIN_OF_60, [*[None] * 70, *range(69, 128)], [None, *[0] * 120]])
def test_a_permalink_leads_to_a_screen_with_its_comment_however_deep(shape, stranger):
    for comment in make_many(make_page(), shape)[::7]:
        place = stranger.get(f"/comments/{comment.pk}/")["Location"]

        assert place.endswith(f"#c{comment.pk}")
        assert comment.pk in shown(stranger.get(place))


def test_a_permalink_shows_a_deep_reply_with_as_much_above_it_as_a_screen_holds(stranger):
    made = make_many(make_page(), [None, None, *range(1, 60)])

    place = stranger.get(f"/comments/{made[60].pk}/")["Location"]

    assert shown(stranger.get(place)) == pks(*made[11:61])


@pytest.mark.parametrize("sort", ORDERS)
def test_queries_are_the_same_for_ten_comments_and_for_a_thousand(sort, reader):
    page = make_page()
    make_many(page, [None if place % 5 == 0 else place - 1 for place in range(10)])
    few = count_queries(reader, sort)
    other = make_page("Other")
    make_many(other, [None if place % 5 == 0 else place - 1 for place in range(1_000)])

    assert count_queries(reader, sort, "other") == few


def count_queries(client, sort, slug="title"):
    client.get(f"/wiki/{slug}/?sort={sort}")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/wiki/{slug}/?sort={sort}")
    return len(queries)


def test_strangers_get_the_same_bytes_for_the_same_address(stranger):
    make_many(make_page(), [None] * 60)
    for sort in ORDERS:
        address = f"/wiki/title/?sort={sort}"
        bodies = {without_form_hash(client.get(address)) for client in (stranger, type(stranger)())}
        assert len(bodies) == 1


def without_form_hash(answer):
    return re.sub(rb'name="(timestamp|security_hash)" value="\w+"', b"", answer.content)


@pytest.mark.parametrize("sort", ORDERS)
def test_the_first_screen_of_many_deep_comments_takes_ten_queries_at_most(sort, stranger, reader):
    make_many(make_page(), [None if place % 60 == 0 else place - 1 for place in range(600)])

    assert count_queries(stranger, sort) <= 7
    assert count_queries(reader, sort) <= 10
