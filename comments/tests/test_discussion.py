"""The discussion below a page: order, levels, screens, queries, words."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from comments.actions import remove
from comments.models import COMMENTS_A_SCREEN, MAX_DEPTH, PageComment, State
from comments.tests.factories import form_of, make_comment, make_moderator, make_page
from pages.models import Page

pytestmark = pytest.mark.django_db


def render(page, person, query=""):
    request = RequestFactory().get(f"/wiki/{page.slug}/{query}")
    request.user = person
    template = Template(
        "{% load discussion %}{% discussion_count page as n %}<i>{{ n }}</i>{% discussion page %}"
    )
    return template.render(Context({"request": request, "user": person, "page": page}))


def shown(html):
    return re.findall(r'id="c(\d+)"', html)


def ids(*comments):
    return [str(comment.pk) for comment in comments]


def test_replies_stand_below_what_they_answer_and_threads_oldest_first(stranger):
    page = make_page()
    first, second = make_comment(page), make_comment(page)
    late_reply = make_comment(page, reply_to=first)
    answer = make_comment(page, reply_to=late_reply)

    assert shown(render(page, stranger.person)) == ids(first, late_reply, answer, second)


def test_the_heading_counts_what_readers_see(stranger):
    page = make_page()
    html = render(page, stranger.person)
    assert "No comments yet" in html
    make_comment(page, state=State.PENDING)
    make_comment(page)
    page = Page.objects.get(pk=page.pk)

    html = render(page, stranger.person)

    assert "1 comment</h2>" in html
    assert "<i>1</i>" in html


def test_a_thread_of_depth_70_renders_three_levels_deep_with_names_below(stranger):
    page = make_page()
    comment = make_comment(page, name="Root", email="root@mail.example")
    for number in range(1, 45):
        comment = make_comment(page, reply_to=comment, name=f"Level {number}", email="l@mail.example")

    html = render(page, stranger.person)

    assert len(shown(html)) == 45
    assert html.count('<ol class="thread">') == 3
    assert "In reply to" in html
    assert ">Level 43</bdi></a>" in html


def test_a_chain_deeper_than_a_path_holds_goes_on_beside_its_parent(stranger):
    page = make_page()
    comment = make_comment(page)
    for _ in range(MAX_DEPTH + 5):
        comment = make_comment(page, reply_to=comment)

    assert PageComment.objects.get(pk=comment.pk).depth == MAX_DEPTH
    everything = list(PageComment.objects.order_by("path"))
    assert [c.pk for c in everything] == sorted(c.pk for c in everything)
    assert len(shown(render(page, stranger.person))) == COMMENTS_A_SCREEN


def test_more_comments_than_a_screen_holds_follow_on_the_next(stranger):
    page = make_page()
    comments = [make_comment(page) for _ in range(COMMENTS_A_SCREEN + 2)]

    first = render(page, stranger.person)
    cursor = re.search(r'href="\?comments=([0-9a-z]+)#comments"', first)[1]
    second = render(page, stranger.person, f"?comments={cursor}")

    assert shown(first) == ids(*comments[:COMMENTS_A_SCREEN])
    assert shown(second) == ids(*comments[COMMENTS_A_SCREEN:])
    assert "Back to the first comments" in second
    assert "More comments" not in second


@pytest.mark.parametrize("cursor", ["", "x", "ZZZZZZ", "000000'", "%00", "٣٣٣٣٣٣"])
def test_an_unreadable_cursor_shows_the_first_screen(stranger, cursor):
    page = make_page()
    comment = make_comment(page)

    assert shown(render(page, stranger.person, f"?comments={cursor}")) == ids(comment)


def test_a_permalink_leads_to_the_screen_that_shows_the_comment(stranger):
    page = make_page()
    comments = [make_comment(page) for _ in range(COMMENTS_A_SCREEN + 2)]

    near = stranger.get(comments[0].get_absolute_url())["Location"]
    far = stranger.get(comments[-1].get_absolute_url())["Location"]

    assert near == f"/wiki/title/#c{comments[0].pk}"
    assert shown(render(page, stranger.person, far.removeprefix("/wiki/title/"))) == ids(comments[-1])


@pytest.mark.parametrize("shown_to_all", [0, COMMENTS_A_SCREEN - 1])
def test_a_permalink_counts_the_comments_that_wait_and_only_their_author_sees(reader, shown_to_all):
    page = make_page()
    for _ in range(shown_to_all):
        make_comment(page)
    own = [
        make_comment(page, state=State.PENDING, by=reader.person)
        for _ in range(COMMENTS_A_SCREEN + 1 - shown_to_all)
    ]

    place = reader.get(own[-1].get_absolute_url())["Location"]

    assert shown(render(page, reader.person, place.removeprefix("/wiki/title/"))) == ids(own[-1])


def test_a_waiting_comment_behind_many_others_of_its_author_is_shown_after_posting(reader):
    page = make_page()
    for _ in range(COMMENTS_A_SCREEN):
        make_comment(page, state=State.PENDING, by=reader.person)

    answer = reader.post("/comments/post/", form_of(page, comment="The newest"), follow=True)

    assert "The newest" in answer.content.decode()


def test_a_reply_below_a_removed_comment_stays_and_tells_nothing_of_it(stranger):
    page = make_page()
    parent = make_comment(page, "secret words", name="Secret Name", email="s@mail.example")
    reply = make_comment(page, reply_to=parent)
    remove([parent.pk], by=make_moderator(), seen=State.APPROVED)

    html = render(page, stranger.person)

    assert shown(html) == ids(reply)
    assert "In reply to a comment that is not public" in html
    assert "secret" not in html.lower()


def count_queries(page, person, query=""):
    page = Page.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        render(page, person, query)
    return len(queries)


def test_the_whole_discussion_takes_two_queries_however_many_comments(stranger):
    page = make_page()
    for _ in range(3):
        make_comment(page)
    few = count_queries(page, stranger.person)
    for parent in PageComment.objects.all():
        for _ in range(19):
            make_comment(page, reply_to=parent)

    assert (few, count_queries(page, stranger.person)) == (2, 2)


def test_a_page_without_comments_takes_two_queries_too(stranger):
    assert count_queries(make_page(), stranger.person) == 2


def test_the_reply_link_works_without_javascript(stranger):
    page = make_page()
    comment = make_comment(page, name="Ines", email="i@mail.example")

    html = stranger.get(f"/wiki/title/?reply={comment.pk}").content.decode()

    assert f'name="reply_to" value="{comment.pk}"' in html
    assert re.search(r"Replying to <b>Ines</b>", html)


@pytest.mark.parametrize("number", ["0", "999999", "1abc", "9" * 30, "-1", "x"])
def test_a_reply_link_to_nothing_shows_the_plain_form(stranger, number):
    make_page()

    answer = stranger.get(f"/wiki/title/?reply={number}")

    assert answer.status_code == 200
    assert 'name="reply_to" value=""' in answer.content.decode()


def test_the_form_says_what_the_guide_promises_in_its_order(stranger):
    html = render(make_page(), stranger.person)

    notice = (
        r"Your email address will not be published\. Required fields are marked <span class=\"req\">\*</span>"
    )
    order = [r">Leave a Reply</h2>", r'alt="Avatar placeholder"', notice]
    order += [r'<label for="reply-comment">Comment</label>', r'<label for="reply-name">Name</label>']
    order += [r'<label for="reply-email">Email</label>', r'<label for="reply-url">Website</label>']
    assert re.search(".*".join(order), html, re.DOTALL)
    assert html.count('alt="Avatar placeholder"') == 1
    assert 'aria-describedby="reply-notice"' in html
    assert len(re.findall(r"<(?:input|textarea)[^>]* required", html)) == 3


def test_a_strangers_form_holds_no_token_and_a_members_does(stranger, reader):
    make_page()

    assert "csrfmiddlewaretoken" not in stranger.get("/wiki/title/").content.decode()
    assert "csrfmiddlewaretoken" in reader.get("/wiki/title/").content.decode()


def test_reading_gives_a_stranger_no_cookie(stranger):
    make_page()

    assert not stranger.get("/wiki/title/").cookies


def test_a_strangers_whole_page_takes_six_queries_at_most(stranger):
    page = make_page()
    for _ in range(20):
        make_comment(page)
    stranger.get("/wiki/title/")

    with CaptureQueriesContext(connection) as queries:
        stranger.get("/wiki/title/")

    assert len(queries) <= 6
