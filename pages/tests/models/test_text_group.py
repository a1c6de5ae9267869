"""Fifty revisions share a keyframe, and no byte of any is lost."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from pages.actions.append import append
from pages.actions.verify import problems
from pages.derived import compress_texts
from pages.models import Page, RevisionText, UnreadableText, text_group
from pages.models.revision_text import MAX_TEXT_BYTES, Encoding, pack, remove_text, unpack
from pages.models.text_group import group_texts
from pages.rendering import render_source
from pages.tests.factories import make_page

HISTORIES = Path(__file__).parents[1] / "data" / "histories"
NOTHING = render_source("")
pytestmark = pytest.mark.django_db


def history(name: str) -> list[str]:
    with gzip.open(HISTORIES / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="") as file:
        return [json.loads(line)["text"] for line in file]


@pytest.fixture
def texts() -> list[str]:
    return history("quickstart")


@pytest.fixture
def quickstart(texts: list[str]) -> Page:
    """A page with a real history of 67 revisions, 50 of them a complete group."""
    page = Page.objects.create(slug="quickstart", title="Quickstart")
    for text in texts:
        append(page, text, NOTHING, by=None, now=datetime(2026, 1, 1, tzinfo=UTC))
    return page


def stored(page: Page) -> list[str]:
    there = page.revisions.exclude(stored_text=None)
    return [revision.text for revision in there.order_by("number")]


def rows(page: Page) -> list[tuple[int, int | None, bytes]]:
    found = RevisionText.objects.filter(revision__page=page).order_by("pk")
    return [(text.encoding, text.keyframe_id, bytes(text.content)) for text in found]


def faults() -> list[str]:
    return list(problems(lambda checked: None))


def text(page: Page, number: int) -> RevisionText:
    return RevisionText.objects.get(revision__page=page, revision__number=number)


def test_grouping_keeps_every_byte_and_takes_less_room(quickstart, texts):
    before = sum(len(content) for _, _, content in rows(quickstart)[:50])
    assert group_texts(quickstart, 1) > 40
    assert stored(quickstart) == texts
    assert faults() == []
    after = sum(len(content) for _, _, content in rows(quickstart)[:50])
    assert after < before * 2 / 3  # though most of the page was rewritten within these fifty


def test_the_group_that_is_still_growing_stays_as_it_is(quickstart):
    group_texts(quickstart, 1)
    assert {encoding for encoding, _, _ in rows(quickstart)[50:]} == {Encoding.ZSTD}
    assert {keyframe for _, keyframe, _ in rows(quickstart)} <= {None, text(quickstart, 1).pk}


def test_a_text_unlike_the_keyframe_stays_by_itself_where_that_is_smaller():
    page = make_page(body="A long page about one thing.\n" * 40, revisions=2)
    append(page, "Else.", NOTHING, by=None, now=datetime(2026, 1, 1, tzinfo=UTC))
    group_texts(page, 1)
    assert text(page, 2).encoding == Encoding.STAR
    assert text(page, 3).encoding == Encoding.ZSTD
    assert page.revisions.get(number=3).text == "Else."


def test_grouping_again_changes_nothing(quickstart):
    group_texts(quickstart, 1)
    once = rows(quickstart)
    assert group_texts(quickstart, 1) == 0
    assert rows(quickstart) == once


@pytest.mark.parametrize("survived", [0, 1, 7, 48])
def test_a_grouping_killed_half_way_is_finished_by_the_next(quickstart, texts, survived, monkeypatch):
    plain = list(RevisionText.objects.filter(revision__page=quickstart))
    group_texts(quickstart, 1)
    whole = rows(quickstart)
    RevisionText.objects.bulk_update(plain, ["encoding", "keyframe", "content"])
    calls: Iterator[int] = iter(range(survived))

    def pack_and_die(raw: bytes, **options: bytes) -> bytes:
        next(calls)  # StopIteration at the one after
        return pack(raw, **options)

    with monkeypatch.context() as patch:
        patch.setattr(text_group, "pack", pack_and_die)
        with pytest.raises((StopIteration, RuntimeError)):
            group_texts(quickstart, 1)
    assert stored(quickstart) == texts
    assert faults() == []
    group_texts(quickstart, 1)
    assert rows(quickstart) == whole


def test_bytes_that_do_not_give_the_text_back_never_replace_it(quickstart, texts, monkeypatch):
    monkeypatch.setattr(text_group, "pack", lambda raw, against: pack(raw[:-1], against=against))
    with pytest.raises(UnreadableText):
        group_texts(quickstart, 1)
    assert stored(quickstart) == texts


def test_verify_is_clean_after_every_single_exchange(quickstart, monkeypatch):
    seen = []
    exchange = text_group._exchange

    def exchange_and_verify(*args: object) -> bool:
        done = exchange(*args)
        if len(seen) < 5:
            seen.append(faults())
        return done

    monkeypatch.setattr(text_group, "_exchange", exchange_and_verify)
    group_texts(quickstart, 1)
    assert seen == [[]] * 5


@pytest.mark.parametrize(("damaged", "least"), [(1, 40), (30, 1)])
def test_verify_finds_a_flipped_bit_in_a_keyframe_and_in_a_dependent(quickstart, damaged, least):
    group_texts(quickstart, 1)
    row = text(quickstart, damaged)
    middle = len(row.content) // 2
    content = bytes(row.content)
    flipped = content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :]
    RevisionText.objects.filter(pk=row.pk).update(content=flipped)
    found = faults()
    assert any(f"revision {damaged}:" in problem for problem in found)
    assert len(found) >= least


def test_a_damaged_keyframe_is_not_built_upon(quickstart, texts):
    RevisionText.objects.filter(pk=text(quickstart, 1).pk).update(content=pack(b"Something else."))
    assert group_texts(quickstart, 1) == 0
    assert stored(quickstart)[1:] == texts[1:]


def test_a_damaged_text_is_left_for_verify_to_name(quickstart):
    RevisionText.objects.filter(pk=text(quickstart, 9).pk).update(content=pack(b"Something else."))
    group_texts(quickstart, 1)
    assert text(quickstart, 9).encoding == Encoding.ZSTD
    assert [problem for problem in faults() if "revision 9:" not in problem] == []


def test_texts_stand_by_themselves_before_their_keyframe_goes(quickstart, texts):
    group_texts(quickstart, 1)
    remove_text(quickstart.revisions.get(number=1))
    assert [
        revision.text for revision in quickstart.revisions.filter(number__gt=1).order_by("number")
    ] == texts[1:]
    group_texts(quickstart, 1)
    assert text(quickstart, 3).keyframe_id == text(quickstart, 2).pk
    assert [
        revision.text for revision in quickstart.revisions.filter(number__gt=1).order_by("number")
    ] == texts[1:]


def test_a_text_read_before_its_keyframe_went_is_still_read(quickstart, texts):
    group_texts(quickstart, 1)
    waiting = text(quickstart, 5)
    remove_text(quickstart.revisions.get(number=1))
    assert waiting.read() == texts[4]


def test_any_revision_is_read_with_one_more_query(quickstart, django_assert_num_queries):
    group_texts(quickstart, 1)
    with django_assert_num_queries(2):
        text(quickstart, 40).read()
    with django_assert_num_queries(1):
        assert quickstart.revisions.select_related("stored_text__keyframe").get(number=40).text


def test_the_fiftieth_save_leaves_one_task_that_groups_its_fifty(quickstart, texts):
    tasks = DBTaskResult.objects.filter(task_path="pages.derived.compress_texts")
    assert [task.args_kwargs["args"] for task in tasks] == [[quickstart.pk, 1]]
    compress_texts.call(quickstart.pk, 1)
    assert text(quickstart, 50).encoding == Encoding.STAR
    assert stored(quickstart) == texts


def test_the_command_groups_what_the_task_missed(quickstart):
    out = StringIO()
    call_command("group_texts", stdout=out)
    assert "Quickstart" in out.getvalue()
    assert text(quickstart, 50).encoding == Encoding.STAR
    again = StringIO()
    call_command("group_texts", stdout=again)
    assert "0 texts" in again.getvalue()


def test_a_frame_that_claims_too_much_is_refused_before_it_takes_memory():
    claims = pack(b"\0" * (MAX_TEXT_BYTES + 1))
    assert len(claims) < 10_000
    with pytest.raises(UnreadableText, match="longer"):
        unpack(claims)


def test_a_difference_of_grouped_revisions_costs_no_more_queries(
    quickstart, client, django_assert_num_queries
):
    with django_assert_num_queries(3):
        client.get("/wiki/quickstart/diff/20/40/")
    group_texts(quickstart, 1)
    with django_assert_num_queries(3):
        client.get("/wiki/quickstart/diff/20/40/")
