"""A process that changes the wiki, one act for each line of its input, and tells what must be read now.

Run with `python -m wikisite.tests.edge.writer` in the environment of the site.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wikisite.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - after Django is set up
from django.test import Client  # noqa: E402

from comments.actions import DiscussionClosed  # noqa: E402
from comments.actions.decide import decide  # noqa: E402
from comments.actions.switch import switch  # noqa: E402
from comments.models import Discussion, Mode, PageComment, State  # noqa: E402
from comments.tests.factories import make_comment  # noqa: E402
from pages.actions.create import create  # noqa: E402
from pages.actions.delete import delete  # noqa: E402
from pages.actions.edit import edit  # noqa: E402
from pages.actions.protect import protect  # noqa: E402
from pages.actions.rename import rename  # noqa: E402
from pages.actions.restore import restore  # noqa: E402
from pages.models import Page, Protection  # noqa: E402
from pages.tests.factories import make_moderator, make_page  # noqa: E402
from wikisite.tests.edge.bodies import said_of  # noqa: E402

PAGES = 5
SITE_ADDRESSES = ("/", "/changes/", "/feeds/comments/", "/systems/")


class Writer:
    """Its random numbers begin with 1 each time, so a run that fails can be made again."""

    def __init__(self) -> None:
        self.by: User = make_moderator("writer")
        self.chance = random.Random(1)
        self.number = 0
        make_page(
            "Home", "::: chapters\n## All\n\n" + "".join(f"- [[Page {n}]]\n" for n in range(PAGES)) + ":::\n"
        )
        self.pages = [make_page(f"Page {n}", self.text()) for n in range(PAGES)]
        self.acts: list[Callable[[Page], Any]] = [
            self.edit,
            self.edit,
            self.comment,
            self.decide,
            self.decide,
            self.rename,
            self.protect,
            self.delete_or_restore,
            self.create_wanted,
            self.switch,
        ]

    def act(self) -> dict[str, Any]:
        self.number += 1
        act, page = self.chance.choice(self.acts), self.chance.choice(self.pages)
        page.refresh_from_db()
        with suppress(DiscussionClosed):  # nothing has changed then, and that is to be read
            act(page)
        page.refresh_from_db()
        other = self.chance.choice(self.pages)
        other.refresh_from_db()
        addresses = [f"/wiki/{page.slug}/", f"/wiki/{page.slug}.md", f"/wiki/{page.slug}/history/"]
        addresses += [f"/wiki/{other.slug}/", *SITE_ADDRESSES]
        client = Client(SERVER_NAME="127.0.0.1")
        return {
            "act": f"{self.number} {act.__name__}",
            "must": {each: self.truth(client, each) for each in addresses},
        }

    def truth(self, client: Client, address: str) -> str:
        answer = client.get(address)
        return said_of(answer.status_code, answer.headers.get("Location", ""), answer.content)

    def text(self) -> str:
        wanted = f"[[Wanted {self.number + self.chance.randrange(4)}]]"
        names = " ".join(f"[[Page {n}]]" for n in range(PAGES))
        return (
            f"---\nkind: framework\nlicense: text {self.number}\n---\nEdit {self.number}. {wanted} {names}\n"
        )

    def edit(self, page: Page) -> None:
        if not page.is_deleted:
            edit(page, self.text(), by=self.by, base=page.revision_count)

    def comment(self, page: Page) -> None:
        state = self.chance.choice([State.APPROVED, State.PENDING])
        make_comment(page, f"Comment {self.number}", state=state)

    def decide(self, page: Page) -> None:
        comment = PageComment.objects.filter(page=page).order_by("-pk").first()
        if comment is None:
            return self.comment(page)
        after = State.REMOVED if comment.state == State.APPROVED else State.APPROVED
        decide([comment.pk], after, by=self.by, seen=comment.state)
        return None

    def rename(self, page: Page) -> None:
        if not page.is_deleted:
            rename(page, f"Name {self.number}", by=self.by)

    def protect(self, page: Page) -> None:
        level = Protection.NONE if page.protection else Protection.MODERATORS
        if not page.is_deleted:
            protect(page, level, by=self.by, reason="Drill")

    def delete_or_restore(self, page: Page) -> None:
        (restore if page.is_deleted else delete)(page, by=self.by, reason="Drill")

    def create_wanted(self, page: Page) -> None:
        create(f"Wanted {self.number}", "Written now.\n", by=self.by)

    def switch(self, page: Page) -> None:
        found = Discussion.objects.filter(page=page).first()
        switch(page, Mode.OPEN if found and found.mode != Mode.OPEN else Mode.CLOSED, by=self.by)


def main() -> None:
    writer = Writer()
    print("ready", flush=True)
    for _line in sys.stdin:
        print(json.dumps(writer.act()), flush=True)


if __name__ == "__main__":
    main()
