"""One test for each measured trap of comments-xtd and contrib-comments; docs/decisions/0010 lists them."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db.models.signals import pre_save
from django.urls import NoReverseMatch, reverse
from django_comments_xtd.models import XtdComment

import comments
from comments.actions import approve
from comments.models import PageComment, State
from comments.tests.factories import form_of, make_comment, make_moderator, make_page
from pages.models import Page

pytestmark = pytest.mark.django_db
POST = "/comments/post/"
SOURCES = Path(comments.__file__).parent


def test_trap_1_saving_or_approving_a_parent_publishes_no_held_reply():
    page = make_page()
    parent = make_comment(page)
    reply = make_comment(page, state=State.PENDING, reply_to=parent)
    grandchild_count = parent.nested_count

    parent.save()
    approve([parent.pk], by=make_moderator())

    reply.refresh_from_db()
    parent.refresh_from_db()
    assert (reply.state, reply.is_public) == (State.PENDING, False)
    assert parent.nested_count == grandchild_count
    assert not pre_save.has_listeners(PageComment)


@pytest.mark.parametrize("action", ["reply", "like", "dislike", "flag", "flagged", "approve", "delete"])
def test_trap_2_the_librarys_pages_about_one_comment_do_not_exist(action, administrator):
    comment = make_comment(make_page(), state=State.PENDING)

    assert administrator.get(f"/comments/{action}/{comment.pk}/").status_code == 404


def test_trap_3_no_template_shows_an_address_or_asks_a_third_party(stranger):
    make_comment(make_page(), name="Mara", email="mara@mail.example")

    html = stranger.get("/wiki/title/").content.decode()

    discussion = html[html.index('<section id="comments"') :]
    assert "mail.example" not in discussion
    assert "gravatar" not in html.lower()
    assert not re.search(r"(src|href)=\"(https?:)?//", discussion)
    assert not re.search(r"\sstyle=|\son\w+=", discussion)


@pytest.mark.parametrize("number", ["999999", "1abc", "-1", "9" * 40, "0.5", "x", "٣"])
def test_trap_4_a_reply_to_nothing_is_an_error_of_the_form(number, stranger):
    page = make_page()

    answer = stranger.post(POST, form_of(page, reply_to=number, comment="Kept words"))

    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert not PageComment.objects.exists()


@pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED])
def test_trap_4_a_reply_to_a_hidden_comment_is_refused(state, stranger):
    page = make_page()
    hidden = make_comment(page, "canaryword", state=state)

    answer = stranger.post(POST, form_of(page, reply_to=hidden.pk))

    assert answer.status_code == 422
    assert "The comment you reply to is not there any more." in answer.content.decode()
    assert "canaryword" not in answer.content.decode()


def test_trap_4_a_reply_to_a_comment_of_another_page_is_refused(stranger):
    foreign = make_comment(make_page("Another"))

    answer = stranger.post(POST, form_of(make_page(), reply_to=foreign.pk))

    assert answer.status_code == 422
    assert PageComment.objects.count() == 1


def test_trap_4_the_same_form_sent_20_times_is_one_row(stranger):
    form = form_of(make_page())

    for _ in range(20):
        assert stranger.post(POST, form).status_code == 303

    assert PageComment.objects.count() == 1


def test_trap_5_text_and_page_are_columns_of_the_queue(moderator):
    make_comment(make_page("A page of note"), "Words to weigh", state=State.PENDING)

    html = moderator.get("/admin/comments/pagecomment/").content.decode()

    assert "Words to weigh" in html
    assert "A page of note</a>" in html


def test_trap_6_moderators_hold_the_permission_that_the_library_asks_for(moderator):
    assert moderator.person.has_perm("django_comments.can_moderate")
    assert moderator.person.has_perm("comments.change_pagecomment")


def test_trap_7_replies_are_possible_without_the_librarys_thread_level(stranger):
    assert settings.COMMENTS_XTD_MAX_THREAD_LEVEL == 0
    page = make_page()
    parent = make_comment(page)

    assert stranger.post(POST, form_of(page, reply_to=parent.pk)).status_code == 303

    assert PageComment.objects.get(reply_to=parent).path.startswith(parent.path)


def test_trap_7_a_thread_of_depth_70_is_a_page_and_no_error(stranger):
    page = make_page()
    comment = make_comment(page)
    for _ in range(70):
        comment = make_comment(page, reply_to=comment)

    assert stranger.get("/wiki/title/").status_code == 200


def test_trap_8_a_reply_near_the_top_rewrites_no_later_row():
    page = make_page()
    first, *others = [make_comment(page) for _ in range(4)]
    before = {c.pk: (c.path, c.order, c.thread_id) for c in others}

    make_comment(page, reply_to=first)

    after = PageComment.objects.filter(pk__in=before)
    assert {c.pk: (c.path, c.order, c.thread_id) for c in after} == before


def test_trap_9_no_code_of_ours_unpickles_and_no_address_decides_by_get(moderator):
    comment = make_comment(make_page(), state=State.PENDING)
    sources = [path.read_text() for path in SOURCES.rglob("*.py") if "tests" not in path.parts]
    unpickling = re.compile(r"import pickle|django_comments_xtd(\.| import )signed")
    assert not any(unpickling.search(source) for source in sources)

    moderator.get(f"/admin/comments/pagecomment/?decide=approve:{comment.pk}:pending")
    moderator.get("/comments/confirm/x/")

    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_trap_10_posting_and_approving_send_no_mail_from_the_request(stranger):
    stranger.post(POST, form_of(make_page(), followup="on"))
    approve([PageComment.objects.get().pk], by=make_moderator())

    assert settings.COMMENTS_XTD_THREADED_EMAILS is False
    assert mail.outbox == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//x.example"]
)
def test_trap_11_an_imported_address_that_is_no_web_address_is_no_link(address, stranger):
    make_comment(make_page(), url=address)

    html = stranger.get("/wiki/title/").content.decode()

    assert address not in html


def test_trap_11_links_in_comments_carry_nofollow(stranger):
    make_comment(make_page(), "See https://mara.example and [this](https://mara.example/x)")

    html = stranger.get("/wiki/title/").content.decode()

    links = re.findall(r'<a [^>]*href="https://mara\.example[^>]*>', html)
    assert len(links) == 2
    assert all('rel="nofollow ugc noopener"' in link for link in links)


def test_trap_12_a_comment_has_an_address_without_the_librarys_urls():
    comment = make_comment(make_page())

    assert comment.get_absolute_url() == f"/comments/{comment.pk}/"
    with pytest.raises(NoReverseMatch):
        reverse("comments-url-redirect", args=(1, 1))


def test_trap_12_our_constraints_span_our_table_alone():
    fields = {field.name for field in PageComment._meta.local_fields}

    for constraint in PageComment._meta.constraints:
        assert set(getattr(constraint, "fields", [])) <= fields
    assert {"page", "state", "path", "submission_key"} <= fields


def test_the_librarys_own_admin_pages_are_not_registered(administrator):
    html = administrator.get("/admin/").content.decode()

    assert "/admin/django_comments" not in html
    assert "/admin/comments/pagecomment/" in html


def test_the_library_finds_our_model_and_form():
    library = apps.get_app_config("django_comments_xtd").module

    assert library.get_model() is PageComment
    assert library.get_form().__name__ == "PageCommentForm"
    assert XtdComment in PageComment.__mro__


def test_comments_leave_with_their_page():
    page = make_page()
    parent = make_comment(page)
    make_comment(page, reply_to=parent)

    Page.objects.filter(pk=page.pk).update(current=None)
    Page.objects.get(pk=page.pk).delete()

    assert not PageComment.objects.exists()
