"""Texts that nobody here wrote go through save, read and `.md` without an error, byte for byte.

The sample lies in the repository; `CORPUS_DIR=/path pytest -m corpus -s` reads a larger one, laid out alike.
"""

import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from re import DOTALL, search
from typing import Any

import pytest
from django.test import Client

from comments.models import PageComment
from comments.tests.factories import form_of, set_rules
from pages.actions.verify import problems
from pages.models import Page
from pages.tests.factories import make_page
from pages.text.titles import slugify

TESTS = Path(__file__).parent
SAMPLE = {
    "markdown": TESTS / "data/corpus/markdown",
    "text": TESTS / "data/corpus/text",
    "histories": TESTS.parents[1] / "pages/tests/data/histories",
}
SAMPLE_HISTORY_REVISIONS = 12
WHOLE = Path(os.environ.get("CORPUS_DIR", "no corpus is named"))
whole_corpus = pytest.mark.skipif(not WHOLE.is_dir(), reason="CORPUS_DIR names no folder")
pytestmark = pytest.mark.django_db


@pytest.fixture(params=["sample", pytest.param("whole", marks=[pytest.mark.corpus, whole_corpus])])
def corpus(request: Any) -> Iterator[dict[str, Path]]:
    """The folders of the sample or of the whole corpus; how long reading it took is printed (`-s`)."""
    start = time.monotonic()
    yield SAMPLE if request.param == "sample" else {name: WHOLE / name for name in SAMPLE}
    print(f"\n{request.node.name}: {time.monotonic() - start:.1f} s")


def test_markdown_files_come_back_byte_for_byte(contributor: Client, corpus: dict[str, Path]) -> None:
    files = sorted(corpus["markdown"].rglob("*.md"))
    refusals = Counter(filter(None, (create(contributor, f"File {n}", f) for n, f in enumerate(files))))
    print(f"\n{len(files)} files, refused: {dict(refusals)}")
    assert len(files) >= 20
    assert not refusals
    assert list(problems(print_nothing)) == []


def test_histories_come_back_revision_by_revision(contributor: Client, corpus: dict[str, Path]) -> None:
    most = SAMPLE_HISTORY_REVISIONS if corpus is SAMPLE else None
    files = sorted(corpus["histories"].glob("*.jsonl.gz"))
    saved = sum(replay(contributor, f"History {n}", file, most) for n, file in enumerate(files))
    print(f"\n{len(files)} histories, {saved} revisions, none refused")
    assert saved >= SAMPLE_HISTORY_REVISIONS
    assert list(problems(print_nothing)) == []


def test_naughty_strings_are_kept_as_page_and_title(contributor: Client, corpus: dict[str, Path]) -> None:
    refusals: Counter[str] = Counter()
    strings = naughty_strings(corpus)
    for number, string in enumerate(strings):
        assert post_page(contributor, f"Naughty {number}", string) == ""
        assert source(contributor, f"Naughty {number}") == string
        refusals[post_page(contributor, string, "A page.\n")] += 1
    print(f"\n{len(strings)} strings; as titles: {dict(refusals)}")
    assert refusals.keys() <= TITLE_ANSWERS


TITLE_ANSWERS = {
    "",
    "A title cannot contain control characters.",
    "A title needs at least one letter or digit.",
    "Another page has this title.",
    "Ensure this value has at most 120 characters",
    "Give the page a title.",
    "Null characters are not allowed.",
}


def test_naughty_strings_are_kept_as_comment_and_query(stranger: Client, corpus: dict[str, Path]) -> None:
    page = make_page("Discussed")
    set_rules(strangers_a_minute=30_000, comments_a_minute=30_000, comments_an_hour=30_000)
    for string in naughty_strings(corpus):
        assert stranger.get("/search/", {"q": string}).status_code in {200, 400}
        answer = stranger.post("/comments/post/", form_of(page, comment=string, name=string[:50]))
        assert answer.status_code in {303, 422}
    assert stranger.get(page.get_absolute_url()).status_code == 200
    shown = set(PageComment.objects.values_list("comment", flat=True))
    kept = [string for string in naughty_strings(corpus) if string.strip() in shown]
    assert len(kept) > len(naughty_strings(corpus)) // 3


def create(client: Client, title: str, file: Path) -> str:
    """Save a file as a page and read it back; return why it was refused, or nothing."""
    text = file.read_bytes().decode()
    refusal = post_page(client, title, text)
    if not refusal:
        address = f"/wiki/{slugify(title)}/"
        assert client.get(address).status_code == 200
        assert source(client, title) == text, file
        assert_form_changes_nothing(client, address)
    return refusal


def replay(client: Client, title: str, file: Path, most: int | None) -> int:
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()[:most]
    texts = [json.loads(line)["text"] for line in lines]
    assert post_page(client, title, texts[0]) == ""
    address = f"/wiki/{slugify(title)}/"
    for number, text in enumerate(texts[1:], start=2):
        fields = {"title": title, "body": as_browser(text), "base": number - 1, "summary": f"Step {number}"}
        answer = client.post(f"{address}edit/", fields)
        assert (answer.status_code, refusal_on(answer)) == (303, ""), (file, number)
        assert source(client, title) == text
        assert client.get(f"{address}diff/{number - 1}/{number}/").status_code == 200
    assert [r.text for r in Page.objects.get(title=title).revisions.order_by("number")] == texts
    assert client.get(address).status_code == 200
    return len(texts)


def post_page(client: Client, title: str, text: str) -> str:
    """Return the sentence of the refusal, or nothing where the page was saved."""
    answer = client.post("/new/", {"title": title, "body": as_browser(text)})
    assert answer.status_code in {303, 400}, (answer.status_code, title)
    return "" if answer.status_code == 303 else refusal_on(answer)


def refusal_on(answer: Any) -> str:
    if answer.status_code == 303:
        return ""
    sentence = str(next(iter(answer.context["form"].errors.values()))[0])
    if sentence.startswith("There is already a page"):
        return "Another page has this title."
    return sentence.split(" (it has")[0]


def source(client: Client, title: str) -> str:
    answer = client.get(f"/wiki/{slugify(title)}.md")
    assert answer.status_code == 200
    return answer.content.decode()


def assert_form_changes_nothing(client: Client, address: str) -> None:
    """Opening the edit form and sending it back as a browser does makes no revision."""
    shown = client.get(f"{address}edit/").content.decode()
    area = search(r"<textarea[^>]*>\n(.*?)</textarea>", shown, DOTALL)
    title = search(r"<input[^>]*name=\"title\"[^>]*>", shown)[0]
    fields = {
        "title": unescape(search(r"value=\"([^\"]*)\"", title)[1]),
        "body": as_browser(unescape(area[1])),
        "base": 1,
    }
    answer = client.post(f"{address}edit/", fields)
    assert answer.status_code == 303
    assert client.get(f"{address}revision/2/").status_code == 404


def as_browser(text: str) -> str:
    """A form sends every line ending as CR and LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def naughty_strings(corpus: dict[str, Path]) -> list[str]:
    strings = json.loads((corpus["text"] / "blns.json").read_text())
    return strings[::8] if corpus is SAMPLE else strings


def print_nothing(checked: int) -> None:
    pass
