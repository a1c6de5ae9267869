"""Teach the spam score what has been decided."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.learning import catch_up, forget_everything, not_yet_learned, teach_texts
from comments.management.labelled import Labelled, UnreadableFile, labelled_texts
from pages.management.progress import progress

BATCH = 200


class Command(BaseCommand):
    help = (
        "Learn from all comments that moderators decided on, or from a file of labelled texts (CSV, or one "
        "JSON object a line). What was learned already is left out: a run that was "
        "stopped is just started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?")
        parser.add_argument("--lang", default=settings.LANGUAGE_CODE, help="the language of the file's pages")
        parser.add_argument(
            "--from-scratch", action="store_true", help="forget first what comments and files have taught"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        texts = self._texts(options["file"])
        if options["from_scratch"]:
            forget_everything()
        done = self._learn_texts(texts, options["lang"]) if texts else self._learn_comments()
        self.stdout.write(self.style.SUCCESS(f"{done:,} learned."))

    def _texts(self, path: str | None) -> list[Labelled]:
        try:
            return labelled_texts(path) if path else []
        except UnreadableFile as error:
            raise CommandError(str(error)) from error

    def _learn_texts(self, texts: list[Labelled], lang: str) -> int:
        batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
        return sum(
            teach_texts(batch, lang=lang) for batch in progress(batches, len(texts), self.stderr, step=BATCH)
        )

    def _learn_comments(self) -> int:
        total = not_yet_learned().count()
        return sum(catch_up(pks) for pks in progress(_batches(), total, self.stderr, step=BATCH))


def _batches() -> Iterator[list[int]]:
    """Batches by key, so that a comment which is decided on meanwhile is not met for ever."""
    after = 0
    while pks := list(not_yet_learned().filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        yield pks
        after = pks[-1]
