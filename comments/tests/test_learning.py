"""Learning from decisions, in the database."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from comments.actions import approve, draft, hold, mark_spam, post, reject
from comments.learning import catch_up, not_yet_learned
from comments.models import ClueCount, Lesson, PageComment, State
from comments.scoring import scored
from comments.tests.factories import form_of, make_comment, make_moderator, make_page

pytestmark = pytest.mark.django_db
SPAM = "Cheap hosting deals for every wallet at http://hosting-deals.example today"
HAM = "The decorator registers a route, so the order of the two matters here"


def learned():
    """All counts that decisions made."""
    return {row.key: (row.spam, row.ham) for row in ClueCount.objects.all() if row.spam or row.ham}


def waiting(*texts):
    page = make_page()
    return [make_comment(page, text, state=State.PENDING).pk for text in texts]


def run_tasks():
    for task in DBTaskResult.objects.filter(task_path="comments.learning.learn_from"):
        catch_up(task.args_kwargs["args"][0])


def test_a_decision_leaves_a_task_and_the_task_learns():
    pks, person = waiting(SPAM, HAM), make_moderator()
    mark_spam(pks[:1], by=person)
    approve(pks[1:], by=person)
    assert not learned()

    run_tasks()

    assert {lesson.comment_id: lesson.is_spam for lesson in Lesson.objects.all()} == {
        pks[0]: True,
        pks[1]: False,
    }
    probe = scored(
        draft(make_page("Other"), "Cheap hosting deals here", name="A", email="a@mail.example"),
        make_page("P"),
    )
    assert probe.score > 50
    assert any("cheap" in name for name, _ in probe.score_reasons)


def test_what_was_learned_twice_counts_once():
    pks = waiting(SPAM)
    mark_spam(pks, by=make_moderator())

    assert [catch_up(pks), catch_up(pks)] == [1, 0]
    assert set(learned().values()) <= {(1, 0), (len(Lesson.objects.get().keys), 0)}


def test_an_undone_decision_is_unlearned_to_the_last_count():
    pks, person = waiting(SPAM, HAM), make_moderator()
    approve(pks[1:], by=person)
    catch_up(pks)
    before = learned()
    mark_spam(pks[:1], by=person)
    catch_up(pks)

    hold(pks[:1], by=person, seen=State.SPAM)
    catch_up(pks)

    assert learned() == before


def test_a_comment_edited_meanwhile_is_unlearned_as_it_was():
    pks, person = waiting(SPAM), make_moderator()
    mark_spam(pks, by=person)
    catch_up(pks)
    PageComment.objects.filter(pk=pks[0]).update(comment=HAM)

    hold(pks, by=person, seen=State.SPAM)
    catch_up(pks)

    assert not learned()


def test_a_changed_decision_counts_for_the_other_side():
    pks, person = waiting(SPAM), make_moderator()
    mark_spam(pks, by=person)
    catch_up(pks)

    approve(pks, by=person, seen=State.SPAM)
    catch_up(pks)

    assert {spam for spam, _ in learned().values()} == {0}


def test_rejecting_and_publishing_by_rule_teach_nothing():
    pks = waiting(SPAM)
    reject(pks, by=make_moderator())
    published = make_comment(make_page("Other"), HAM)

    assert catch_up([*pks, published.pk]) == 0


def test_learning_500_takes_no_more_statements_than_50():
    def statements(number):
        page, person = make_page(f"Page with {number}"), make_moderator()
        pks = [make_comment(page, f"{HAM} {n}", state=State.PENDING).pk for n in range(number)]
        approve(pks, by=person)
        with CaptureQueriesContext(connection) as queries:
            assert catch_up(pks) == number
        return [
            q
            for q in queries.captured_queries
            if "comments_lesson" not in q["sql"] or "INSERT" not in q["sql"]
        ]

    assert len(statements(50)) == len(statements(500)) <= 6


def test_a_score_takes_one_query(django_assert_num_queries):
    page = make_page()
    comment = draft(page, SPAM * 100, name="A", email="a@mail.example")

    with django_assert_num_queries(1):
        scored(comment, page)


def test_a_text_posted_again_and_again_is_noticed():
    pages = [make_page(f"Page {number}") for number in range(4)]
    text = "We offer the finest garden furniture of the whole region to every reader"

    def said(page):
        comment = scored(draft(page, text, name="A", email="a@mail.example"), page)
        post(comment, is_held=True)
        return comment.score

    scores = [said(page) for page in pages]

    assert scores[0] < 50 <= scores[3]


def test_a_scored_comment_waits_below_a_name_that_is_known(contributor, client):
    page = make_page()
    make_comment(page, HAM, by=contributor.person)
    client.force_login(contributor.person)
    text = "Online casino bonus, 200 free spins: visit my site http://a.example http://b.example"

    client.post("/comments/post/", form_of(page, comment=text))

    comment = PageComment.objects.get(comment=text)
    assert comment.state == State.PENDING
    assert comment.score >= 50
    assert ["2 links", 0.68] in comment.score_reasons


def test_training_takes_up_where_it_stopped_and_repeats_nothing(capsys):
    pks, person = waiting(SPAM, HAM), make_moderator()
    mark_spam(pks[:1], by=person)
    approve(pks[1:], by=person)
    catch_up(pks[:1])

    call_command("train_spam")
    once = learned()
    call_command("train_spam")

    assert not not_yet_learned().exists()
    assert learned() == once
    assert capsys.readouterr().out.splitlines() == ["1 learned.", "0 learned."]


def test_training_from_scratch_gives_the_same_counts():
    pks = waiting(SPAM)
    mark_spam(pks, by=make_moderator())
    catch_up(pks)
    before = learned()

    call_command("train_spam", from_scratch=True)

    assert learned() == before


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "labelled.jsonl"
    rows = [{"text": SPAM, "label": "spam"}, {"text": HAM, "label": "ham"}]
    path.write_text(
        "\n".join(json.dumps({**row, "text": f"{row['text']} {n}"}) for row in rows for n in range(4))
    )
    return str(path)


def test_a_file_is_learned_once(labelled, capsys):
    call_command("train_spam", labelled)
    once = learned()
    call_command("train_spam", labelled)

    assert learned() == once
    assert capsys.readouterr().out == "8 learned.\n0 learned.\n"


def test_evaluating_on_halves_changes_nothing_and_prints_the_figures(labelled, capsys):
    call_command("evaluate_spam", labelled, split=True)

    captured = capsys.readouterr()
    assert "spam unheld     0.0%  (0 of 2)" in captured.out
    assert "ham held        0.0%  (0 of 2)" in captured.out
    assert "4 of 4" in captured.err
    assert not learned()


def test_a_csv_file_is_read_too(tmp_path, capsys):
    path = tmp_path / "texts.csv"
    path.write_text(
        'ID,CONTENT,CLASS\n1,"Visit my casino, http://a.example http://b.example",1\n2,Why does it fail?,0\n'
    )

    call_command("evaluate_spam", str(path))

    assert "Judged 1 spam and 1 ham." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "holds no texts"),
        ('{"text": "a"}', "Text 1 has no text, or a label"),
        ('{"text": "a", "spam": 1}\nno', "Line 2 is not JSON"),
        ("[1]", "Text 1 is not an object"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_its_line(tmp_path, content, sentence):
    path = tmp_path / "texts.jsonl"
    path.write_text(content)

    with pytest.raises(CommandError, match=sentence):
        call_command("evaluate_spam", str(path))
    with pytest.raises(CommandError, match="No such file"):
        call_command("train_spam", str(path) + "x")


def test_the_reasons_of_a_score_are_shown_with_their_weights():
    comment = scored(draft(make_page(), SPAM, name="A", email="a@mail.example"), make_page("Other"))
    comment.score_reasons.append(["“<b>”", 0.9])

    shown = render_to_string("admin/comments/_why.html", {"comment": comment})

    assert f"Spam score {comment.score}" in shown
    assert "1 link" in shown
    assert "0.68" in shown
    assert "“&lt;b&gt;”" in shown
