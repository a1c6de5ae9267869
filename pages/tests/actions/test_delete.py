"""Deleting takes a page out of sight; restoring brings all of it back."""

import pytest
from django.core.exceptions import PermissionDenied

from pages.actions.create import create
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.errors import ReasonMissing, TitleDeleted
from pages.actions.rename import rename
from pages.actions.restore import restore
from pages.actions.verify import problems
from pages.models import LogEntry, Page
from pages.search import parse, search, suggest
from pages.signals import page_deleted, page_restored
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return make_moderator("mo")


def anew(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def found(words: str) -> list[str]:
    return [hit.title for hit in search(parse(words)).hits]


def test_a_deleted_page_is_visible_nowhere_and_its_history_is_kept(mo):
    page = make_page("Flask", "Unmistakable.\n", revisions=3)
    delete(page, by=mo, reason="Off topic")
    assert not Page.objects.visible().exists()
    assert not Page.objects.recently_changed().exists()
    assert found("unmistakable") == []
    assert suggest("flask") == []
    assert anew(page).revisions.count() == 3
    assert list(problems(lambda checked: None)) == []


def test_restoring_brings_text_history_and_search_back(mo):
    page = make_page("Flask", "Unmistakable.\n", revisions=3)
    delete(page, by=mo, reason="Off topic")
    restore(page, by=mo, reason="A mistake")
    page = Page.objects.visible().get()
    assert (page.current.number, page.revisions.count()) == (3, 3)
    assert found("unmistakable") == ["Flask"]
    assert [found.title for found in suggest("flask")] == ["Flask"]


def test_both_are_in_the_log_with_who_and_why(mo):
    page = make_page("Flask")
    delete(page, by=mo, reason="  Off\n topic ")
    restore(page, by=mo, reason="A mistake")
    entries = LogEntry.objects.order_by("pk").values_list(
        "verb", "actor__name", "reason", "page_title", "page"
    )
    assert list(entries) == [
        ("delete", "mo", "Off topic", "Flask", page.pk),
        ("restore", "mo", "A mistake", "Flask", page.pk),
    ]


def test_pages_that_link_to_it_by_any_name_become_stale_each_time(mo):
    page = make_page("Old name")
    rename(page, "Flask", by=mo)
    make_page("A", "[[Flask]]"), make_page("B", "[[Old name]]"), make_page("C", "Neither.")

    def stale_after(act) -> set[str]:
        before = dict(Page.objects.values_list("title", "cache_version"))
        act()
        return {p.title for p in Page.objects.all() if p.cache_version > before[p.title]}

    assert stale_after(lambda: delete(page, by=mo, reason="Off topic")) == {"Flask", "A", "B"}
    assert stale_after(lambda: restore(page, by=mo)) == {"Flask", "A", "B"}


def test_nobody_but_moderators_deletes_or_restores(mo):
    page = make_page("Flask")
    for person in [make_person(), make_contributor(), make_person("t", "Contributors", "Trusted")]:
        with pytest.raises(PermissionDenied):
            delete(page, by=person, reason="Mine")
    delete(page, by=mo, reason="Off topic")
    for person in [make_person(), make_contributor()]:
        with pytest.raises(PermissionDenied):
            restore(page, by=person)
    assert anew(page).is_deleted


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_deleting_needs_a_reason(mo, reason):
    page = make_page("Flask")
    with pytest.raises(ReasonMissing):
        delete(page, by=mo, reason=reason)
    assert not anew(page).is_deleted


def test_the_front_page_stays(mo):
    with pytest.raises(PermissionDenied):
        delete(make_page("Home"), by=mo, reason="No")


def test_what_is_deleted_is_not_deleted_again_and_what_is_there_is_not_restored(mo):
    page = make_page("Flask")
    with pytest.raises(PermissionDenied):
        restore(page, by=mo)
    delete(page, by=mo, reason="Off topic")
    with pytest.raises(PermissionDenied):
        delete(page, by=mo, reason="Again")
    assert LogEntry.objects.count() == 1


def test_a_deleted_page_takes_no_edit_and_no_new_name(mo):
    page = make_page("Flask", "Old.\n")
    delete(page, by=mo, reason="Off topic")
    with pytest.raises(PermissionDenied):
        edit(page, "New.\n", by=mo, base=1)
    with pytest.raises(PermissionDenied):
        rename(page, "Other", by=mo)


def test_the_name_of_a_deleted_page_is_kept_for_it(mo):
    delete(make_page("Flask"), by=mo, reason="Off topic")
    with pytest.raises(TitleDeleted, match="Ask a moderator to restore it"):
        create("Flask", "Another.\n", by=mo)
    with pytest.raises(TitleDeleted):
        rename(make_page("Other"), "flask", by=mo)


def test_both_are_announced_after_commit(mo, django_capture_on_commit_callbacks):
    heard = []

    def hear(signal, page, **kwargs):
        heard.append(("deleted" if signal is page_deleted else "restored", page.title, page.is_deleted))

    page_deleted.connect(hear)
    page_restored.connect(hear)
    page = make_page("Flask")
    with django_capture_on_commit_callbacks(execute=True):
        delete(page, by=mo, reason="Off topic")
        assert heard == []
    with django_capture_on_commit_callbacks(execute=True):
        restore(page, by=mo)
    assert heard == [("deleted", "Flask", True), ("restored", "Flask", False)]
