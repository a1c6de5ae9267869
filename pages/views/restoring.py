"""What an edit form is filled with where its person left a draft."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pages.forms import EditForm
from pages.models import Draft, Page, Revision, UnreadableText
from pages.text import diff
from pages.text.line_endings import restore
from pages.text.merge import merge
from pages.text.refusals import Refusal
from pages.text.sections import find_section, splice

MAX_UNFINISHED = 10


@dataclass(frozen=True)
class Restored:
    """A draft as the form shows it: on `base`, the revision that saving will merge it from."""

    draft: Draft
    title: str
    body: str
    base: Revision | None = None
    others: tuple[str, ...] = ()
    is_merged: bool = False
    is_clashing: bool = False
    is_baseless: bool = False
    is_apart: bool = False

    def form(self) -> EditForm:
        fields = {"title": self.title, "body": self.body, "summary": self.draft.summary}
        fields["section"] = self.draft.section
        base = self.base.number if self.base else None
        return EditForm(initial={**fields, "base": base}, base_revision=self.base)

    def rows(self) -> list[Any]:
        """What the person changed, for the screen."""
        return diff.rows(_cut(self.base.text, self.draft.section) or "" if self.base else "", self.body)


def restore_draft(person: Any, page: Page, section: str = "") -> Restored | None:
    """The person's newest draft that says something new, merged with what others saved since.

    A draft of the page, or of `section` alone: neither is taken for the other. None as well where the draft's
    section is not there to put it into.
    """
    drafts = Draft.objects.of(person).live().filter(page=page, section=section).newest_first()
    readers_see = (_cut(page.current.text, section), page.title)
    found = (_onto_current(draft, page) for draft in drafts)
    return next((each for each in found if each and (each.body, each.title) != readers_see), None)


def restore_new(person: Any, title: str) -> Restored | None:
    """The person's draft of a page that is not there yet."""
    draft = Draft.objects.of(person).live().filter(page=None, title=title).first()
    return Restored(draft, draft.title, draft.body) if draft else None


def unfinished(person: Any, restored: Restored | None) -> list[Draft]:
    """Drafts of pages that are not there yet, the newest ones."""
    drafts = Draft.objects.of(person).live().filter(page=None).newest_first().defer("body")
    if restored:
        drafts = drafts.exclude(pk=restored.draft.pk)
    return list(drafts[:MAX_UNFINISHED])


def of_other_parts(person: Any, page: Page, section: str) -> list[Draft]:
    """The person's drafts of other sections of `page`, and of the whole page where `section` is open."""
    drafts = Draft.objects.of(person).live().filter(page=page).exclude(section=section)
    return list(drafts.newest_first().defer("body")[:MAX_UNFINISHED])


def last_saved(person: Any, page: Page | None) -> datetime | None:
    """When the person last saved `page`, or any new one: what a browser kept before that has arrived."""
    if not person.is_authenticated:
        return None
    revisions = page.revisions.all() if page else Revision.objects.filter(number=1)
    return revisions.filter(author__user=person).order_by("-id").values_list("created_at", flat=True).first()


def _onto_current(draft: Draft, page: Page) -> Restored | None:
    base, current = page.revisions.filter(number=draft.base).first(), page.current
    if base is None or current is None:
        return None
    restored = partial(Restored, draft, _title(draft, page), others=_others(draft, page))
    try:
        part = _cut(base.text, draft.section)
        # Browsers take the line endings away; without them every line would differ from the base's.
        body = restore(part or "", draft.body, whole=base.text)
    except (UnreadableText, Refusal):  # damaged, or taken out by a moderator
        is_there = _cut(current.text, draft.section) is not None
        return restored(body=draft.body, base=current, is_baseless=True) if is_there else None
    if part is None:
        return None
    if base == current:
        return restored(body=body, base=base)
    merged = merge(base.text, _put(base.text, draft.section, body), current.text).text
    if merged is None:
        return restored(body=body, base=base, is_clashing=True)
    merged_part = _changed_part(current.text, draft.section, merged)
    if merged_part is None:
        return restored(body=body, base=base, is_apart=True)
    return restored(body=merged_part, base=current, is_merged=True)


def _cut(text: str, section: str) -> str | None:
    """The text of `section`, or of the page where that is empty; None where there is no such section."""
    if not section:
        return text
    try:
        found = find_section(text, section)
    except Refusal:
        return None
    return found.cut(text) if found else None


def _put(text: str, section: str, body: str) -> str:
    found = find_section(text, section) if section else None
    return splice(text, found, body) if found else body


def _changed_part(text: str, section: str, merged: str) -> str | None:
    """What `section` is in `merged`; None unless `text` has it and `merged` differs from it only there."""
    if not section:
        return merged
    found = find_section(text, section)
    if found is None:
        return None
    before, behind = text[: found.start], text[found.end :]
    is_elsewhere_too = not (merged.startswith(before) and merged.endswith(behind))
    if is_elsewhere_too or len(merged) < len(before) + len(behind):
        return None
    return merged[len(before) : len(merged) - len(behind)]


def _title(draft: Draft, page: Page) -> str:
    """The typed title, unless the page was renamed since: saving would rename it back."""
    is_renamed = page.log.filter(verb="rename", created_at__gt=draft.saved_at).exists()
    return page.title if is_renamed or not draft.title else draft.title


def _others(draft: Draft, page: Page) -> tuple[str, ...]:
    since = page.revisions.filter(number__gt=draft.base).exclude(author__user=draft.person_id)
    return tuple(sorted(set(since.exclude(author=None).values_list("author__name", flat=True))))
