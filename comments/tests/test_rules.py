"""The rules in use: set in the admin, told to who is held, and the modes of a discussion."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.utils import timezone

from comments.actions import approve, switch
from comments.models import Discussion, Mode, PageComment, Rules, State
from comments.tests.factories import form_of, make_comment, make_moderator, make_page, set_rules
from pages.models import LogEntry, Page

pytestmark = pytest.mark.django_db
POST, RULES = "/comments/post/", "/admin/comments/rules/1/change/"
TWO_LINKS = "https://a.example and https://b.example"


def filled_in(moderator, **changed):
    """What a browser sends for the form of the rules."""
    form = moderator.get(RULES).context["adminform"].form
    values = {name: form.initial.get(name) for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in {**values, **changed}.items()}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def test_before_anybody_saved_rules_ours_hold_and_reading_stores_nothing(moderator, stranger):
    html = moderator.get(RULES).content.decode()
    stranger.get(make_page().get_absolute_url())

    assert "Comment author must have a previously approved comment" in html
    assert not Rules.objects.exists()


def test_a_moderator_changes_a_rule_and_the_next_comment_follows_it(moderator, stranger):
    answer = moderator.post(RULES, filled_in(moderator, hold_strangers=False, hold_until_approved=False))
    assert answer.status_code == 302, answer.context["adminform"].form.errors

    stranger.post(POST, form_of(make_page()))

    assert PageComment.objects.get().state == State.APPROVED
    assert AdminLogEntry.objects.get().user == moderator.person


def test_the_list_of_rules_leads_to_the_only_ones(moderator):
    answer = moderator.get("/admin/comments/rules/", follow=True)

    assert answer.redirect_chain[-1][0] == RULES
    assert moderator.get("/admin/comments/rules/2/change/").status_code == 302
    assert moderator.get("/admin/comments/rules/add/").status_code == 403


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_nobody_else_sees_the_rules(persona, request):
    person = request.getfixturevalue(persona)

    assert person.get(RULES).status_code == 302
    assert person.post(RULES, {"max_links": "9"})["Location"].startswith("/admin/login/")
    assert not Rules.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("max_links", "0"), ("max_links", "x"), ("spam_hold_percent", "101"), ("held_keys", "x" * 20_001)],
)
def test_a_rule_that_cannot_be_is_refused_with_a_sentence(moderator, name, value):
    answer = moderator.post(RULES, filled_in(moderator, **{name: value}))

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[name]


def test_the_person_held_is_told_why_and_nobody_else_is(stranger, client, reader):
    page = make_page()
    stranger.post(POST, form_of(page, comment=TWO_LINKS))

    own = stranger.get(page.get_absolute_url()).content.decode()
    assert "Awaiting moderation" in own
    assert "It has 2 links; comments with 2 or more are read first." in own
    assert "Comments by people who are not signed in are read first." in own
    for other in (client, reader):
        assert "It has 2 links" not in other.get(page.get_absolute_url()).content.decode()


def test_reasons_stay_with_the_comment_and_are_not_shown_once_it_is_approved(stranger):
    page = make_page()
    set_rules(hold_strangers=False, hold_until_approved=False)
    stranger.post(POST, form_of(page, comment=TWO_LINKS))
    comment = PageComment.objects.get()

    approve([comment.pk], by=make_moderator())

    comment.refresh_from_db()
    assert "links" in [reason["rule"] for reason in comment.held_because]
    assert "It has 2 links" not in stranger.get(page.get_absolute_url()).content.decode()


def test_a_disallowed_key_keeps_the_comment_among_the_spam_and_tells_its_author(stranger, moderator):
    page = make_page()
    set_rules(disallowed_keys="cheap watches")

    answer = stranger.post(POST, form_of(page, comment="Cheap Watches here"))

    comment = PageComment.objects.get()
    assert (comment.state, comment.is_public, comment.is_removed) == (State.SPAM, False, True)
    assert answer.status_code == 200
    assert "only spam has here" in answer.content.decode()
    assert "Cheap Watches" in moderator.get("/admin/comments/pagecomment/?state=spam").content.decode()
    assert "Cheap Watches" not in stranger.get(page.get_absolute_url()).content.decode()


def test_the_form_promises_to_read_first_only_what_the_rules_hold(stranger, contributor):
    address = make_page().get_absolute_url()

    def promises(person):
        return "read by a moderator before they appear" in person.get(address).content.decode()

    assert [promises(stranger), promises(contributor)] == [True, False]
    set_rules(hold_strangers=False)
    assert [promises(stranger), promises(contributor)] == [False, False]
    set_rules(hold_all=True)
    assert [promises(stranger), promises(contributor)] == [True, True]


def test_replies_nest_as_deep_as_the_rules_say(stranger):
    page = make_page()
    comment = None
    for _ in range(5):
        comment = make_comment(page, reply_to=comment)

    def lists():
        return stranger.get(page.get_absolute_url()).content.decode().count('<ol class="thread">')

    assert lists() == 3
    for levels in (1, 2, 5):
        set_rules(levels=levels)
        assert lists() == levels


@pytest.mark.parametrize(("days", "is_refused"), [(None, False), (30, False), (20, True)])
def test_pages_that_nobody_edited_for_so_long_take_no_more_comments(stranger, days, is_refused):
    page = make_page()
    Page.objects.update(updated_at=timezone.now() - timedelta(days=25))
    set_rules(close_after_days=days)

    answer = stranger.post(POST, form_of(page, comment="Written with care"))

    assert (answer.status_code == 403) is is_refused
    if is_refused:
        assert "nobody has edited this page for more than 20 days" in answer.content.decode()
        assert "Written with care</textarea>" in answer.content.decode()
        assert "Leave a Reply" not in stranger.get(page.get_absolute_url()).content.decode()


def test_a_read_only_discussion_shows_its_comments_a_sentence_and_no_form(stranger):
    page = make_page()
    make_comment(page, "canaryword")
    switch(page, Mode.READ_ONLY, by=make_moderator())

    html = stranger.get(page.get_absolute_url()).content.decode()

    assert "canaryword" in html
    assert "This discussion is read-only" in html
    assert "Leave a Reply" not in html
    assert stranger.post(POST, form_of(page)).status_code == 403


def test_a_closed_discussion_shows_no_comment_and_gives_them_back_when_it_opens(stranger):
    page = make_page()
    comment = make_comment(page, "canaryword")
    switch(page, Mode.CLOSED, by=make_moderator())

    html = stranger.get(page.get_absolute_url()).content.decode()
    assert "canaryword" not in html
    assert "The discussion of this page is closed." in html
    assert "1 comment" not in html
    assert stranger.get(comment.get_absolute_url()).status_code == 404
    switch(page, Mode.OPEN, by=make_moderator())

    assert "canaryword" in stranger.get(page.get_absolute_url()).content.decode()
    assert PageComment.objects.approved().in_shown_discussions().count() == 1


def test_a_moderator_switches_a_discussion_below_the_page_and_the_log_says_so(moderator):
    page = make_page()
    html = moderator.get(page.get_absolute_url()).content.decode()
    address = re.search(r'action="(/comments/discussions/\d+/)"', html)[1]

    answer = moderator.post(address, {"mode": "read-only", "reason": "Decided"})

    assert (answer.status_code, answer["Location"]) == (303, "/wiki/title/#comments")
    assert Discussion.objects.get(page=page).mode == Mode.READ_ONLY
    entry = LogEntry.objects.get(verb="discussion")
    assert (entry.reason, entry.details["to"]) == ("Decided", "read-only")
    assert moderator.post(address, {"mode": "read-only"}).status_code == 303
    assert LogEntry.objects.filter(verb="discussion").count() == 1


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_nobody_else_switches_a_discussion(persona, request):
    person, page = request.getfixturevalue(persona), make_page()

    assert person.post(f"/comments/discussions/{page.pk}/", {"mode": "closed"}).status_code == 404
    assert "Open or close" not in person.get(page.get_absolute_url()).content.decode()
    assert not Discussion.objects.exclude(mode=Mode.OPEN).exists()


@pytest.mark.parametrize("mode", ["", "half-open", "x" * 5000])
def test_a_mode_that_does_not_exist_changes_nothing(moderator, mode):
    page = make_page()

    assert moderator.post(f"/comments/discussions/{page.pk}/", {"mode": mode}).status_code == 303
    assert moderator.post(f"/comments/discussions/{10**30}/", {"mode": "open"}).status_code == 404
    assert not Discussion.objects.exclude(mode=Mode.OPEN).exists()


def test_several_discussions_are_closed_in_the_admin(moderator):
    pages = [make_page("One"), make_page("Two")]
    for page in pages:
        make_comment(page)
    chosen = [page.pk for page in pages]

    answer = moderator.post(
        "/admin/comments/discussion/",
        {"action": "switch_to_closed", "_selected_action": chosen, "index": "0"},
        follow=True,
    )

    assert "2 discussions switched." in answer.content.decode()
    assert set(Discussion.objects.values_list("mode", flat=True)) == {Mode.CLOSED}


@pytest.mark.parametrize(
    "name", ["close_after_days", "edit_minutes", "comments_a_minute", "max_links", "flags_to_hold"]
)
@pytest.mark.parametrize("number", ["32768", "9" * 12, "9" * 30, "-1"])
def test_numbers_without_sense_are_refused_and_the_rules_stay(moderator, name, number):
    form = {
        field.name: getattr(Rules.objects.current(), field.name) or ""
        for field in Rules._meta.concrete_fields
        if field.editable and not field.primary_key
    }

    answer = moderator.post(RULES, {**form, name: number})

    assert (answer.status_code, Rules.objects.count()) == (200, 0)
    assert moderator.get("/").status_code in {200, 404}
