"""The stored blame is the same however it came about."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.actions.append import append
from pages.models import Page, PageBlame, remove_text
from pages.models.blame import BlameWalk, catch_up
from pages.rendering import render_source
from pages.tests.factories import make_page
from pages.text.lines import split_lines

NOTHING = render_source("")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=6).map("".join)
# A text, or a number that says which earlier revision to revert to.
steps = st.lists(st.one_of(lines, st.integers(0, 100)), min_size=1, max_size=10)
pytestmark = pytest.mark.django_db


def write(page, history):
    """Append each text of `history`; a number brings back one of the texts before it."""
    texts = []
    for step in history:
        target = step % len(texts) + 1 if isinstance(step, int) and texts else None
        text = texts[target - 1] if target else str(step)
        append(page, text, NOTHING, by=None, reverted_to=target, now=NOW)
        texts.append(text)
        yield texts


@given(history=steps)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_blame_kept_save_by_save_is_the_same_as_from_scratch(history):
    page = Page.objects.create(slug=f"page-{Page.objects.count()}", title="Page")
    for texts in write(page, history):
        catch_up(page)
        assert PageBlame.objects.get(page=page).fits(texts[-1])
    kept = PageBlame.objects.get(page=page).runs
    assert BlameWalk(page, is_from_scratch=True).finish().runs == kept
    owners = [number for number, length in kept for _ in range(length)]
    for line, owner in zip(split_lines(texts[-1]), owners, strict=True):
        assert line in split_lines(texts[owner - 1])


def test_a_save_carries_the_blame_on_by_one_difference():
    page = make_page(revisions=3)
    assert PageBlame.objects.get(page=page).revision == page.current
    assert PageBlame.objects.get(page=page).runs == [[1, 1], [2, 1], [3, 1]]


def test_a_blame_that_was_left_behind_goes_on_from_where_it_stands():
    page = make_page(revisions=6)
    PageBlame.objects.filter(page=page).update(
        revision=page.revisions.get(number=4), runs=[[n, 1] for n in range(1, 5)]
    )
    assert BlameWalk(page).work()[0] == 2
    catch_up(page)
    assert PageBlame.objects.get(page=page).runs == [[n, 1] for n in range(1, 7)]


def test_a_revert_to_before_the_stored_blame_starts_from_scratch():
    page = make_page(revisions=4)
    append(page, page.revisions.get(number=2).text, NOTHING, by=None, reverted_to=2, now=NOW)
    assert BlameWalk(page).work()[0] == 5
    catch_up(page)
    assert PageBlame.objects.get(page=page).runs == [[1, 1], [2, 1]]


def test_lines_of_a_suppressed_text_are_carried_on_and_go_to_the_next_one_from_scratch():
    page = make_page(revisions=4)
    remove_text(page.revisions.get(number=2))
    assert PageBlame.objects.get(page=page).runs == [[n, 1] for n in range(1, 5)]
    assert BlameWalk(page, is_from_scratch=True).finish().runs == [[1, 1], [3, 2], [4, 1]]


def test_a_newer_blame_is_not_overwritten_by_a_walk_that_took_long():
    page = make_page(revisions=2)
    slow = BlameWalk(page, is_from_scratch=True)
    append(page, "Else.\n", NOTHING, by=None, now=NOW)
    assert slow.finish().revision.number == 3
    assert PageBlame.objects.get(page=page).runs == [[3, 1]]
