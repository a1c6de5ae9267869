"""What an edit form is filled with where its person left a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pages.forms import EditForm
from pages.models import Draft, Page, Revision, UnreadableText
from pages.text import diff
from pages.text.line_endings import restore
from pages.text.merge import merge
from pages.text.refusals import Refusal

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

    def form(self) -> EditForm:
        fields = {"title": self.title, "body": self.body, "summary": self.draft.summary}
        base = self.base.number if self.base else None
        return EditForm(initial={**fields, "base": base}, base_revision=self.base)

    def rows(self) -> list[Any]:
        """What the person changed, for the screen."""
        return diff.rows(self.base.text if self.base else "", self.body)


def restore_draft(person: Any, page: Page) -> Restored | None:
    """The person's newest draft of `page` that says something new, merged with what others saved since."""
    for draft in Draft.objects.of(person).live().filter(page=page).newest_first():
        found = _onto_current(draft, page)
        if found and (found.body, found.title) != (page.current.text, page.title):
            return found
    return None


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
    title, others = _title(draft, page), _others(draft, page)
    try:
        # Browsers take the line endings away; without them every line would differ from the base's.
        body = restore(base.text, draft.body)
    except (UnreadableText, Refusal):  # damaged, or taken out by a moderator
        return Restored(draft, title, draft.body, current, others, is_baseless=True)
    if base == current:
        return Restored(draft, title, body, base)
    merged = merge(base.text, body, current.text).text
    if merged is None:
        return Restored(draft, title, body, base, others, is_clashing=True)
    return Restored(draft, title, merged, current, others, is_merged=True)


def _title(draft: Draft, page: Page) -> str:
    """The typed title, unless the page was renamed since: saving would rename it back."""
    is_renamed = page.log.filter(verb="rename", created_at__gt=draft.saved_at).exists()
    return page.title if is_renamed or not draft.title else draft.title


def _others(draft: Draft, page: Page) -> tuple[str, ...]:
    since = page.revisions.filter(number__gt=draft.base).exclude(author__user=draft.person_id)
    return tuple(sorted(set(since.exclude(author=None).values_list("author__name", flat=True))))
