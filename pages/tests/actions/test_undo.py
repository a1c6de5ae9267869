"""Undoing one revision keeps what was saved since; rolling back takes an author's last run."""

import pytest
from django.core.exceptions import PermissionDenied

from pages.actions.edit import edit
from pages.actions.errors import EditConflict, NothingBefore, NothingChanged, PageMovedOn
from pages.actions.roll_back import roll_back
from pages.actions.undo import undo
from pages.actions.verify import problems
from pages.models import LogEntry, Page, Revision
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db
LINES = "One.\n\nTwo.\n\nThree.\n\nFour.\n"


@pytest.fixture
def ada():
    return make_contributor("ada")


def written(by, *texts: str) -> Page:
    """A page with these texts one after the other, all by one person."""
    page = make_page("Flask", texts[0], by=by)
    for number, text in enumerate(texts[1:], start=1):
        edit(page, text, by=by, base=number)
    page.refresh_from_db()
    return page


def test_undoing_takes_one_change_back_and_keeps_the_later_ones(ada):
    page = written(
        ada, LINES, LINES.replace("Two", "Spam"), LINES.replace("Two", "Spam").replace("Four", "4")
    )
    revision = undo(page, 2, by=ada)
    assert (revision.number, revision.text) == (4, LINES.replace("Four", "4"))
    assert revision.summary == "Undid revision 2 by ada"
    assert list(problems(lambda checked: None)) == []


def test_undoing_the_current_revision_gives_the_text_before_it(ada):
    page = written(ada, LINES, "Nothing.\n")
    assert undo(page, 2, by=ada, summary="No reason given").text == LINES
    assert page.revisions.get(number=3).summary == "Undid revision 2 by ada: No reason given"


def test_an_undo_can_be_undone(ada):
    page = written(ada, LINES, "Nothing.\n")
    undo(page, 2, by=ada)
    assert undo(page, 3, by=ada).text == "Nothing.\n"


def test_a_change_whose_words_were_changed_again_is_a_conflict_and_saves_nothing(ada):
    page = written(ada, LINES, LINES.replace("Two", "Spam"), LINES.replace("Two", "Two thousand"))
    with pytest.raises(EditConflict) as caught:
        undo(page, 2, by=ada)
    (clash,) = caught.value.merge.conflicts
    assert (clash.theirs, clash.mine) == ("Two thousand.\n", "Two.\n")
    assert page.revisions.count() == 3


def test_what_is_undone_already_is_not_undone_again(ada):
    page = written(ada, LINES, LINES.replace("Two", "Spam"))
    undo(page, 2, by=ada)
    with pytest.raises(NothingChanged):
        undo(page, 2, by=ada)


def test_the_first_revision_and_a_missing_one_cannot_be_undone(ada):
    page = written(ada, LINES)
    with pytest.raises(NothingBefore):
        undo(page, 1, by=ada)
    with pytest.raises(Revision.DoesNotExist):
        undo(page, 9, by=ada)


def test_a_reader_may_not_undo_and_a_contributor_may_not_roll_back(ada):
    page = make_page("Flask", revisions=3)
    with pytest.raises(PermissionDenied):
        undo(page, 2, by=make_person())
    with pytest.raises(PermissionDenied):
        roll_back(page, by=ada, base=3)
    assert page.revisions.count() == 3


def test_rolling_back_takes_all_newest_revisions_of_one_author_at_once(ada):
    page = written(ada, "Good.\n", "Better.\n")
    vandal = make_contributor("vandal")
    edit(page, "Bad.\n", by=vandal, base=2)
    edit(page, "Worse.\n", by=vandal, base=3)
    revision = roll_back(page, by=make_moderator("mo"), base=4, summary="Vandalism")
    assert (revision.number, revision.text, revision.reverted_to) == (5, "Better.\n", 2)
    assert revision.summary == "Rolled back 2 edits by vandal to revision 2: Vandalism"
    assert revision.author.name == "mo"


def test_a_trusted_contributor_may_roll_back(ada):
    page = written(ada, "Good.\n")
    edit(page, "Bad.\n", by=make_contributor(), base=1)
    assert roll_back(page, by=make_person("t", "Contributors", "Trusted"), base=2).text == "Good.\n"


def test_a_page_that_one_author_wrote_alone_is_not_rolled_back(ada):
    with pytest.raises(NothingBefore):
        roll_back(written(ada, "One.\n", "Two.\n"), by=make_moderator(), base=2)


def test_a_revision_saved_meanwhile_is_not_rolled_back_unseen(ada):
    page = written(ada, "Good.\n")
    edit(page, "Bad.\n", by=make_contributor("vandal"), base=1)
    edit(page, "Repaired.\n", by=ada, base=2)
    with pytest.raises(PageMovedOn, match="Revision 3"):
        roll_back(page, by=make_moderator(), base=2)
    assert Page.objects.get().current.text == "Repaired.\n"


def test_a_run_that_left_the_text_as_it_was_is_not_rolled_back(ada):
    page = written(ada, "Good.\n")
    vandal = make_contributor()
    edit(page, "Bad.\n", by=vandal, base=1)
    edit(page, "Good.\n", by=vandal, base=2)
    with pytest.raises(NothingChanged):
        roll_back(page, by=make_moderator(), base=3)


def test_both_are_in_the_log_and_the_reason_in_the_summary_alone(ada):
    page = written(ada, "One.\n", "Two.\n")
    undo(page, 2, by=make_moderator("mo"), summary="Spam")
    roll_back(page, by=make_moderator("maria"), base=3)
    entries = LogEntry.objects.order_by("pk").values_list("verb", "actor__name", "reason", "details")
    assert list(entries) == [
        ("undo", "mo", "", {"slug": "flask", "undone": 2, "revision": 3}),
        ("roll_back", "maria", "", {"slug": "flask", "first": 3, "last": 3, "revision": 4}),
    ]
    assert "Spam" in page.revisions.get(number=3).summary
