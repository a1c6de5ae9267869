"""Editing: what is saved, what is refused, and that nobody's words are overwritten."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from pages.actions.edit import edit
from pages.actions.errors import BaseMissing, EditConflict, NothingChanged
from pages.actions.rename import rename
from pages.models import Fact, Page, PageLink, Protection
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db


def test_an_edit_becomes_the_current_revision_with_its_author_and_summary():
    page, author = make_page("Flask", "Old.\n"), make_contributor("ada")
    revision = edit(page, "New.\n", by=author, base=1, summary="Say it better", is_minor=True)
    page.refresh_from_db()
    assert page.current == revision
    assert (revision.number, revision.author.name, revision.summary, revision.is_minor) == (
        2,
        "ada",
        "Say it better",
        True,
    )
    assert (revision.size, revision.size_change) == (5, 0)


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nb\r\n",
        "trailing  \n",
        "no newline",
        "\n\nblank first",
        "cafe\u0301 NFD\n",
        "\ufeffBOM",
        "\ttab\x0b\u2028\n",
        "",
    ],
)
def test_the_text_comes_back_byte_for_byte(text):
    page = make_page(body="Something else.\n")
    edit(page, text, by=make_contributor(), base=1)
    page.refresh_from_db()
    assert page.current.text.encode() == text.encode()


def test_edits_of_different_paragraphs_from_one_base_are_both_kept():
    page = make_page(body="One.\n\nTwo.\n\nThree.\n")
    edit(page, "One, by Ada.\n\nTwo.\n\nThree.\n", by=make_contributor("ada"), base=1)
    revision = edit(page, "One.\n\nTwo.\n\nThree, by Bob.\n", by=make_contributor("bob"), base=1)
    assert (revision.number, revision.text) == (3, "One, by Ada.\n\nTwo.\n\nThree, by Bob.\n")


def test_a_clash_is_refused_with_both_sides_and_nothing_is_saved():
    page = make_page(body="The line.\n")
    edit(page, "Their line.\n", by=make_contributor(), base=1)
    with pytest.raises(EditConflict) as refused:
        edit(page, "My line.\n", by=make_contributor(), base=1)
    clash = refused.value.merge.conflicts[0]
    assert (refused.value.current.number, clash.mine, clash.theirs) == (2, "My line.\n", "Their line.\n")
    assert page.revisions.count() == 2


def test_deleted_text_stays_deleted_when_a_stale_edit_is_merged():
    """django-wiki's `simple_merge` brings deleted text back."""
    page = make_page(body="Keep.\n\nSecret.\n\nEnd.\n")
    edit(page, "Keep.\n\nEnd.\n", by=make_contributor(), base=1)
    assert "Secret" not in edit(page, "Keep.\n\nSecret.\n\nThe end.\n", by=make_contributor(), base=1).text


def test_the_same_change_by_two_people_is_one_revision():
    page = make_page(body="Teh line.\n")
    edit(page, "The line.\n", by=make_contributor(), base=1)
    with pytest.raises(NothingChanged):
        edit(page, "The line.\n", by=make_contributor(), base=1)
    assert page.revisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_50_who_save_different_paragraphs_at_once_lose_no_word():
    paragraphs = [f"Paragraph number {n} stands here." for n in range(50)]
    page, faults = make_page(body="\n\n".join(paragraphs) + "\n"), []
    people = [make_contributor() for _ in range(50)]
    start = threading.Barrier(50)

    def save(number, person):
        mine = [
            *paragraphs[:number],
            f"Rewritten by {person.username}, all of it.",
            *paragraphs[number + 1 :],
        ]
        start.wait()
        try:
            edit(page, "\n\n".join(mine) + "\n", by=person, base=1)
        except Exception as error:
            faults.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page.refresh_from_db()
    assert faults == []
    assert page.current.number == 51
    assert all(f"Rewritten by {person.username}, all of it." in page.current.text for person in people)


@pytest.mark.parametrize("base", [None, 0, 7, -1])
def test_a_missing_base_is_refused_never_assumed(base):
    with pytest.raises(BaseMissing):
        edit(make_page(), "Mine.", by=make_contributor(), base=base)


def test_the_same_text_makes_no_revision():
    page = make_page(body="Same.\n")
    with pytest.raises(NothingChanged):
        edit(page, "Same.\n", by=make_contributor(), base=1)
    assert page.revisions.count() == 1


@pytest.mark.parametrize(
    ("protection", "groups", "may"),
    [
        (Protection.NONE, [], False),
        (Protection.NONE, ["Contributors"], True),
        (Protection.NONE, ["Contributors", "Banned"], False),
        (Protection.TRUSTED, ["Contributors"], False),
        (Protection.TRUSTED, ["Trusted"], True),
        (Protection.MODERATORS, ["Trusted"], False),
        (Protection.MODERATORS, ["Moderators"], True),
    ],
)
def test_protection_decides_who_may_edit(protection, groups, may):
    page, person = make_page(), make_person("", *groups)
    Page.objects.filter(pk=page.pk).update(protection=protection)
    if may:
        assert edit(page, "New.", by=person, base=1).number == 2
    else:
        with pytest.raises(PermissionDenied):
            edit(page, "New.", by=person, base=1)


def test_links_and_facts_follow_the_current_revision():
    page, author = make_page(body="---\nkind: full-stack\n---\n[[Flask]] and [[Django]]"), make_contributor()
    edit(page, "---\nkind: micro-framework\nlicense: MIT\n---\n[[Django]] and [[Jinja]]", by=author, base=1)
    assert set(PageLink.objects.filter(source=page).values_list("target_slug", flat=True)) == {
        "django",
        "jinja",
    }
    assert list(Fact.objects.filter(page=page).values_list("key", "value")) == [
        ("kind", "micro-framework"),
        ("license", "MIT"),
    ]


def test_a_changed_title_renames_in_the_same_save():
    page = make_page("Flsak")
    edit(page, "New.", by=make_contributor(), base=1, title="Flask")
    page.refresh_from_db()
    assert (page.title, page.slug, page.current.number) == ("Flask", "flask", 2)
    assert page.redirects.get().slug == "flsak"


def test_an_edit_without_a_title_keeps_the_title_that_others_gave_meanwhile():
    page = make_page("Flsak")
    rename(Page.objects.get(pk=page.pk), "Flask", by=make_contributor())
    assert edit(page, "New.", by=make_contributor(), base=1).page.title == "Flask"


def test_a_moderator_may_edit_a_page_of_others():
    assert edit(make_page(), "New.", by=make_moderator(), base=1).number == 2


@pytest.mark.django_db(transaction=True)
def test_50_parallel_saves_of_one_line_give_one_revision_and_49_conflicts():
    page, outcomes = make_page(body="The line.\n"), []
    people = [make_contributor() for _ in range(50)]
    start = threading.Barrier(50)

    def save(person):
        start.wait()
        try:
            edit(page, f"The line by {person.username}.\n", by=person, base=1)
            outcomes.append("saved")
        except EditConflict:
            outcomes.append("conflict")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 49 + ["saved"]
    assert list(page.revisions.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_parallel_retried_saves_number_revisions_without_gaps():
    page, lost = make_page(body="Start.\n"), []

    def save(person):
        for _ in range(200):
            page_now = Page.objects.select_related("current").get(pk=page.pk)
            try:
                edit(
                    page,
                    page_now.current.text + f"By {person.username}.\n",
                    by=person,
                    base=page_now.current.number,
                )
                break
            except EditConflict:
                continue
        else:
            lost.append(person)
        connection.close()

    threads = [threading.Thread(target=save, args=[make_contributor()]) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page.refresh_from_db()
    assert not lost
    assert list(page.revisions.order_by("number").values_list("number", flat=True)) == list(range(1, 14))
    assert page.current.text.count("By person") == 12
