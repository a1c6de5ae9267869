"""What the queue's script is told, screens by key, filters, readers, the edit screen, reasons, the log."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import make_decision, mark_spam, undo
from comments.models import Decision, PageComment, ReadyReason, State, Verdict
from comments.tests.factories import form_of, make_comment, make_many_waiting, make_moderator, make_page

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/pagecomment/"
READING = f"{QUEUE}reading/"
LOG = "/admin/comments/decision/"
FOR_SCRIPT = {"headers": {"accept": "application/json"}}


def waiting(page, text="", **fields):
    return make_comment(page, text, state=State.PENDING, **fields)


def shown(client, query=""):
    html = client.get(QUEUE + query).content.decode()
    return [int(pk) for pk in re.findall(r'data-item="(\d+)"', html)]


def test_the_script_is_told_what_was_decided(moderator):
    comment = waiting(make_page())

    fields = {"decide": f"reject:{comment.pk}:pending", "reason": "Sour", "tell": "1"}
    answer = moderator.post(QUEUE, fields, **FOR_SCRIPT).json()

    decision = Decision.objects.get()
    assert (decision.reason, decision.is_told) == ("Sour", True)
    assert answer == {
        "decision": decision.pk,
        "moved": [comment.pk],
        "first": {},
        "says": "1 comment rejected.",
    }


def test_the_script_is_told_who_was_first(moderator):
    page = make_page()
    taken, left = waiting(page, name="Mara"), waiting(page)
    mark_spam([taken.pk], by=make_moderator("quick"))

    fields = {"action": "approve", "_selected_action": [taken.pk, left.pk]}
    answer = moderator.post(QUEUE, fields, **FOR_SCRIPT).json()

    assert answer["moved"] == [left.pk]
    assert answer["first"][str(taken.pk)].startswith("quick decided on the comment by Mara: spam (today, ")


def test_words_that_changed_since_they_were_read_are_not_approved_unread(moderator, stranger):
    page = make_page()
    stranger.post("/comments/post/", form_of(page, comment="Nice page"))
    comment = PageComment.objects.get()
    screen = moderator.get(QUEUE).content.decode()
    read_at = re.search(r'name="read_at" value="([^"]+)"', screen)[1]
    stranger.post(f"/comments/{comment.pk}/edit/", {"comment": "Buy pills", "base": "0"})

    for fields in (
        {"decide": f"approve:{comment.pk}:pending", "read_at": read_at},
        {"action": "approve", "_selected_action": [comment.pk], "read_at": read_at},
    ):
        answer = moderator.post(QUEUE, fields, **FOR_SCRIPT).json()
        assert "changed by its author since you read it" in answer["says"]
        assert "changed by its author" in answer["first"][str(comment.pk)]
        comment.refresh_from_db()
        assert comment.state == State.PENDING
    read_at = re.search(r'name="read_at" value="([^"]+)"', moderator.get(QUEUE).content.decode())[1]
    moderator.post(QUEUE, {"decide": f"approve:{comment.pk}:pending", "read_at": read_at})
    comment.refresh_from_db()
    assert comment.state == State.APPROVED


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "0", "-1", "x"])
def test_a_number_that_no_comment_can_have_is_answered_like_a_missing_one(moderator, number):
    assert moderator.get(f"{QUEUE}{number}/change/").status_code == 302
    assert moderator.get(f"{QUEUE}{number}/history/").status_code == 302
    assert moderator.get(f"/admin/comments/discussion/{number}/change/").status_code == 302
    assert moderator.get(QUEUE, {"pk__lte": number}).status_code == 400
    assert moderator.get(QUEUE, {"id__in": number}).status_code == 400


def test_the_script_undoes_and_is_told_what_came_back(moderator):
    page = make_page()
    first, second = waiting(page), waiting(page)
    decision = make_decision([first.pk, second.pk], State.APPROVED, by=moderator.person)
    mark_spam([second.pk], by=make_moderator(), seen=State.APPROVED)

    answer = moderator.post(QUEUE, {"undo": decision.pk}, **FOR_SCRIPT).json()

    assert answer["moved"] == [first.pk]
    assert "Undone: 1 comment is as it was. 1 had been decided on by somebody else" in answer["says"]
    assert shown(moderator) == [first.pk]


@pytest.mark.parametrize("number", ["", "x", "0", "999999999", "9" * 40, "-1"])
def test_an_undoing_of_nothing_changes_nothing(moderator, number):
    make_decision([waiting(make_page()).pk], State.APPROVED, by=moderator.person)

    assert moderator.post(QUEUE, {"undo": number}, **FOR_SCRIPT).json()["decision"] is None
    assert PageComment.objects.get().state == State.APPROVED


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "burn", "select_across": "1"},
        {"action": "remove", "select_across": "1"},
        {"action": "approve"},
        {"action": "approve", "_selected_action": ["x", "9" * 40, ""]},
        {},
    ],
)
def test_an_unreadable_bulk_changes_nothing_and_says_so(moderator, fields):
    waiting(make_page())

    answer = moderator.post(QUEUE, fields, follow=True)

    assert "Nothing was chosen, so nothing was changed." in answer.content.decode()
    assert PageComment.objects.get().state == State.PENDING


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
@pytest.mark.parametrize("path", ["", "reading/", "{pk}/edit/"])
def test_nobody_but_moderators_passes_the_queues_doors(persona, path, request):
    comment = waiting(make_page(), "Words")
    client = request.getfixturevalue(persona)

    for answer in (
        client.get(QUEUE + path.format(pk=comment.pk)),
        client.post(QUEUE + path.format(pk=comment.pk), {"decide": f"approve:{comment.pk}:pending"}),
    ):
        assert answer.status_code in {302, 403}
    assert PageComment.objects.get().state == State.PENDING


def test_screens_follow_one_another_by_key_and_miss_nobody(moderator):
    pks = make_many_waiting(make_page(), 250)

    first = shown(moderator)
    make_decision(first[:60], State.APPROVED, by=moderator.person)  # while the second one is asked for
    second = shown(moderator, f"?after={first[-1]}")
    third = shown(moderator, f"?after={second[-1]}")

    assert [*first, *second, *third] == pks
    assert f"after={first[-1]}" not in moderator.get(f"{QUEUE}?after={second[-1]}").content.decode()


def test_of_what_is_decided_the_newest_comes_first_on_every_screen(moderator):
    pks = make_many_waiting(make_page(), 150)
    make_decision(pks, State.SPAM, by=moderator.person)

    first = shown(moderator, "?state=spam")

    assert [*first, *shown(moderator, f"?state=spam&after={first[-1]}")] == pks[::-1]


@pytest.mark.parametrize("after", ["x", "", "-1", "9" * 40])
def test_an_unreadable_place_is_the_start(moderator, after):
    comment = waiting(make_page())

    assert shown(moderator, f"?after={after}") == [comment.pk]


def test_the_queue_is_narrowed_to_a_page_a_rule_and_new_people(moderator):
    flask, django = make_page("Flask"), make_page("Django")
    linked, known, other = waiting(flask), waiting(flask, name="M", email="m@mail.example"), waiting(django)
    make_comment(flask, name="M", email="m@mail.example")
    PageComment.objects.filter(pk=linked.pk).update(
        held_because=[
            {"rule": "words", "says": "", "detail": ""},
            {"rule": "links", "says": "", "detail": ""},
        ]
    )

    assert shown(moderator, f"?page={flask.pk}") == [linked.pk, known.pk]
    assert shown(moderator, "?rule=links") == [linked.pk]
    assert shown(moderator, "?author=new") == [linked.pk, other.pk]
    assert len(shown(moderator, "?rule=%22&page=x&author=old")) == 3
    html = moderator.get(QUEUE).content.decode()
    assert "Flask (2)" in html
    assert "?rule=links" in html


def test_an_item_shows_why_it_was_held_and_what_made_its_score(moderator):
    comment = waiting(make_page())
    PageComment.objects.filter(pk=comment.pk).update(
        held_because=[{"rule": "links", "says": "Many links.", "detail": "4 links <b>"}],
        score=97,
        score_reasons=[["4 links", 2.5], ["“cheap hosting”", 0.97], ["<i>", 0.1]],
    )

    html = " ".join(moderator.get(QUEUE).content.decode().split())

    assert "4 links &lt;b&gt;" in html
    assert 'Spam score 97, because: 4 links <span class="quiet">2.50</span>, “cheap hosting”' in html
    assert "<i>" not in html
    assert "First comment" in html


def test_a_screen_tells_since_when_the_oldest_waits(moderator):
    comment = waiting(make_page())
    earlier = comment.submit_date.replace(year=comment.submit_date.year - 2)
    PageComment.objects.filter(pk=comment.pk).update(submit_date=earlier)

    html = moderator.get(f"{QUEUE}?state=spam").content.decode()

    assert "the oldest that waits has been here for 2\xa0years" in html


def test_a_comment_that_somebody_reads_is_marked_for_others_alone(moderator, signed_in):
    comment = waiting(make_page())
    sam = signed_in(make_moderator("sam"))

    own = sam.post(READING, {"current": comment.pk, "shown": str(comment.pk)}).json()
    moderators = moderator.post(READING, {"current": comment.pk, "shown": f"{comment.pk},x,"}).json()

    assert own == {"readers": {}}
    assert moderators == {"readers": {str(comment.pk): "sam"}}
    assert "sam is reading this" in moderator.get(QUEUE).content.decode()
    assert "is reading this" not in sam.get(QUEUE).content.decode()
    cache.clear()
    assert "sam is reading this" not in moderator.get(QUEUE).content.decode()


def test_reading_is_told_by_post_alone(moderator):
    comment = waiting(make_page())

    assert moderator.get(READING, {"current": comment.pk}).status_code == 405


def test_a_moderator_changes_what_a_comment_says(moderator):
    comment = waiting(make_page(), "Call <b>+49 30 1234")
    address = f"{QUEUE}{comment.pk}/edit/"
    assert "Call &lt;b&gt;+49 30 1234" in moderator.get(address).content.decode()

    answer = moderator.post(address, {"comment": "Call **nobody**", "base": "0"})

    assert (answer.status_code, answer["Location"]) == (303, f"{QUEUE}?state=pending#q{comment.pk}")
    comment.refresh_from_db()
    assert comment.html == "<p>Call <strong>nobody</strong></p>\n"
    assert "Call &lt;b&gt;+49 30 1234" in moderator.get(f"{QUEUE}{comment.pk}/change/").content.decode()


def test_the_edit_screen_leads_back_to_the_screen_of_the_queue_it_was_opened_from(moderator):
    pks = make_many_waiting(make_page(), 120, "needles")
    html = moderator.get(f"{QUEUE}?q=needles&after={pks[99]}").content.decode()
    address = unescape(re.search(rf'href="({QUEUE}{pks[110]}/edit/[^"]*)"', html)[1])

    answer = moderator.post(address, {"comment": "needles and pins", "base": "0"})

    assert answer["Location"] == f"{QUEUE}?q=needles&after={pks[99]}#q{pks[110]}"
    assert pks[110] in shown(moderator, answer["Location"].removeprefix(QUEUE).partition("#")[0])


@pytest.mark.parametrize("back", ["//evil.example", "x\r\ny", "%0d%0a", "a=b#c", "&&=&"])
def test_no_way_back_leads_out_of_the_queue(moderator, back):
    comment = waiting(make_page())
    query = urlencode({"back": back})

    answer = moderator.post(f"{QUEUE}{comment.pk}/edit/?{query}", {"comment": "Other", "base": "0"})

    assert answer["Location"].startswith(f"{QUEUE}?")
    assert answer["Location"].endswith(f"#q{comment.pk}")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"comment": "Mine", "base": "1"}, "Your text is still here"),
        ({"comment": "Mine" * 3000, "base": "0"}, "at most 10000 characters"),
        ({"comment": " ", "base": "0"}, "This field is required"),
        ({"comment": "Mine"}, ">Mine</textarea>"),
        ({"comment": "Mine", "base": "x"}, ">Mine</textarea>"),
    ],
)
def test_a_text_that_cannot_be_saved_stays_in_the_form(moderator, fields, sentence):
    comment = waiting(make_page(), "Words")

    answer = moderator.post(f"{QUEUE}{comment.pk}/edit/", fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("\nMine", "Mine")
    assert PageComment.objects.get().comment == "Words"


@pytest.mark.parametrize("pk", ["999999999", "9" * 30])
def test_a_comment_that_does_not_exist_is_not_edited(moderator, pk):
    assert moderator.get(f"{QUEUE}{pk}/edit/").status_code == 404


def test_the_log_shows_each_act_once_and_undoes_it_at_any_time(moderator):
    page = make_page()
    pks = [waiting(page).pk for _ in range(3)]
    decision = make_decision(pks, State.SPAM, by=make_moderator("quick"), reason="A flood")
    html = moderator.get(LOG).content.decode()
    assert html.count("A flood") == 1
    assert f'name="undo" value="{decision.pk}"' in html

    answer = moderator.post(LOG, {"undo": decision.pk}, follow=True)

    assert "Undone: 3 comments are as they were." in answer.content.decode()
    assert PageComment.objects.pending().count() == 3
    assert f'name="undo" value="{decision.pk}"' not in moderator.get(LOG).content.decode()
    verdicts = moderator.get(f"/admin/comments/verdict/?decision__id__exact={decision.pk}").content.decode()
    assert "3 verdicts" in verdicts


def test_the_log_is_never_written_by_hand(administrator):
    decision = make_decision([waiting(make_page()).pk], State.SPAM, by=make_moderator())

    for path in ("add/", f"{decision.pk}/delete/"):
        assert administrator.post(LOG + path).status_code == 403
    administrator.post(f"{LOG}{decision.pk}/change/", {"reason": "forged"})
    assert Decision.objects.get().reason == ""


def test_the_log_takes_the_same_queries_for_2_and_for_40_decisions(moderator):
    page = make_page()
    for n in range(40):
        decision = make_decision([waiting(page).pk], State.SPAM, by=make_moderator(f"m{n % 5}"))
        if n == 1:
            moderator.get(LOG)
            few = _queries(moderator)
    undo(decision, by=make_moderator())

    assert _queries(moderator) == few <= 8


def _queries(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LOG).status_code == 200
    return len(queries)


def test_moderators_keep_the_reasons_that_are_offered(moderator):
    waiting(make_page())
    moderator.post("/admin/comments/readyreason/add/", {"text": "Please stay polite.", "position": "0"})

    assert ReadyReason.objects.get().text == "Please stay polite."
    assert '<option value="Please stay polite.">' in moderator.get(QUEUE).content.decode()


def test_a_verdict_belongs_to_the_act_that_made_it(moderator):
    page = make_page()
    moderator.post(QUEUE, {"action": "approve", "_selected_action": [waiting(page).pk, waiting(page).pk]})

    assert {verdict.decision for verdict in Verdict.objects.all()} == {Decision.objects.get()}
