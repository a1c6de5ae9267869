"""Tell how well the spam score judges texts that people have judged."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.management.labelled import Labelled, UnreadableFile, halves, labelled_texts
from comments.models import Rules
from comments.scoring import score_of
from comments.spam import Notes, Said, Score, judge, learned, notes_on
from comments.spam.outcome import Outcome
from pages.management.progress import progress


class Command(BaseCommand):
    help = (
        "Judge the labelled texts of a file (CSV, or one JSON object a line) and print precision, recall, "
        "the share of spam that would pass and the share of ham that would be held. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--split",
            action="store_true",
            help="forget what the site knows: learn from one half of the file, judge the other",
        )
        parser.add_argument(
            "--lang", default=settings.LANGUAGE_CODE, help="the language of the pages; empty for any"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            texts = labelled_texts(options["file"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        judged, score = texts, _taught_by_the_site()
        if options["split"]:
            taught, judged = halves(texts)
            score = _taught_by(taught, options["lang"])
            self.stdout.write(f"Learned from {len(taught):,} texts in memory.")
        outcome = Outcome(Rules.objects.current().spam_hold_percent)
        for text in progress(judged, len(judged), self.stderr):
            outcome.count(score(_notes(text, options["lang"])), is_spam=text.is_spam)
        self.stdout.write(_report(outcome))


def _taught_by(texts: Iterable[Labelled], lang: str) -> Callable[[Notes], Score]:
    known = learned((_notes(text, lang).keys, text.is_spam) for text in texts)
    return lambda notes: judge(notes, known)


def _taught_by_the_site() -> Callable[[Notes], Score]:
    return score_of


def _notes(text: Labelled, lang: str) -> Notes:
    return notes_on(Said(text.text, lang))


def _report(outcome: Outcome) -> str:
    spam, ham = outcome.spam_held + outcome.spam_unheld, outcome.ham_held + outcome.ham_unheld
    return (
        f"Judged {spam:,} spam and {ham:,} ham.\n"
        f"precision    {outcome.precision:7.1%}  of what was held is spam\n"
        f"recall       {outcome.recall:7.1%}  of spam was held\n"
        f"spam unheld  {outcome.spam_passed:7.1%}  ({outcome.spam_unheld:,} of {spam:,})\n"
        f"ham held     {outcome.ham_stopped:7.1%}  ({outcome.ham_held:,} of {ham:,})"
    )
