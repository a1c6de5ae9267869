"""Whatever is typed into the search box is answered with 200 or 400, soon, and never with a fault."""

from time import process_time
from urllib.parse import quote

import pytest
from django.test import Client

from pages.search.query import MAX_QUERY_CHARS
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db

MAX_SECONDS = 0.1
ROUNDS = 3
TEN_MEGABYTES = 10 * 1024 * 1024
WORDS = [f"word{number}" for number in range(40)]
HOSTILE = {
    "one quote": '"',
    "quotes": '"' * MAX_QUERY_CHARS,
    "quotes in quotes": '"a "" b\' "\'" c',
    "typographic quotes": "“a „b« c» d",
    "apostrophes": "'; DROP TABLE pages_page; --",
    "backslashes": "\\' \\\\ \\\" \\0 \\x00",
    "FTS5 columns": "{title body} : flask - title : x",
    "FTS5 functions": 'NEAR("a" "b", 5) AND a OR b NOT c ^d + e * f',
    "FTS5 names": "rowid pages_search rank spellings:flask",
    "tsquery": "a & b | !c <-> d <2> e:*A & ( f",
    "brackets": "(" * 250 + ")" * 250,
    "LIKE": "%_% %s %(x)s {0} {{x}} $1 ?",
    "minuses": '- -- --- -a -b -"c" -',
    "only minuses": " ".join(f"-{word}" for word in WORDS[:40]),
    "colons": ": :: a: :b a::b in: by: before: after: x:",
    "operators of nonsense": "in:in:in by:by:by before:before after:-1 -in:x -before:y",
    "dates": "before:0000 after:9999-99-99 before:2026-00 after:2999-12-31 before:1000-01-01",
    "people": " ".join(f"by:p{number} -by:q{number}" for number in range(2)),
    "many facts": " ".join(f"k{number}:v" for number in range(40)),
    "long key": f"{'k' * 400}:value",
    "forty words": " ".join(WORDS),
    "forty beginnings": " ".join(f"{chr(97 + number % 26)}{number % 10}*" for number in range(40)),
    "letters with stars": "a* b* c* d* e* f* w*",
    "a word of five hundred letters": "x" * MAX_QUERY_CHARS,
    "accents": "e" + "\u0301" * 400,
    "Chinese": "東" * MAX_QUERY_CHARS,
    "emoji": "😀" * 200,
    "right to left": "\u202eflask\u2066 \u200f",
    "compatibility": "ﷺ ½ ㍿ ﬁ ｆｌａｓｋ",
    "control characters": "\x01\x02\x1b[31m\x7f\x85\u2028",
    "script": "<script>alert(1)</script>",
    "white space": " \t\n\r\u3000\u00a0" * 50,
}
REFUSED = {
    "NUL": "flask\0",
    "one character too long": "x" * (MAX_QUERY_CHARS + 1),
    "a thousand terms": " ".join(f"w{number}" for number in range(1000)),
    "a thousand short terms": " ".join("abcdefghij"[number % 10] + str(number) for number in range(1000)),
    "many people": " ".join(f"by:p{number}" for number in range(60)),
    "ten megabytes": "a" * TEN_MEGABYTES,
    "ten megabytes of quotes": '"' * TEN_MEGABYTES,
    "ten megabytes of words": "a " * (TEN_MEGABYTES // 2),
}
BYTES = ["%00", "%ff%fe", "%ed%a0%80", "%c0%80", "%", "%zz", "%u0041"]


@pytest.fixture(autouse=True)
def _pages() -> None:
    for number in range(12):
        make_page(f"Page {number}", " ".join(WORDS) * 5 + "\n")


def answered(client: Client, address: str, **fields: str) -> tuple[int, float, str]:
    """The status, the least seconds of the processor in some rounds, and the answer."""
    spent = []
    for _ in range(ROUNDS):
        before = process_time()
        answer = client.get(address, fields)
        spent.append(process_time() - before)
    return answer.status_code, min(spent), answer.text


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_only_words_and_cost_little(stranger: Client, name: str, address: str) -> None:
    status, seconds, text = answered(stranger, address, q=HOSTILE[name])
    assert status == 200
    assert seconds < MAX_SECONDS
    assert "<script>alert" not in text


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_much_is_refused_at_once(stranger: Client, name: str) -> None:
    status, seconds, text = answered(stranger, "/search/", q=REFUSED[name])
    assert status == 400
    assert len(text) < 50_000
    # The test's own client writes the address of ten megabytes, which takes longer than the refusal.
    assert seconds < MAX_SECONDS or len(REFUSED[name]) == TEN_MEGABYTES


@pytest.mark.parametrize("octets", BYTES)
@pytest.mark.parametrize("field", ["q", "after", "sort", "as"])
def test_bytes_that_are_no_text_are_no_fault(stranger: Client, octets: str, field: str) -> None:
    for address in ("/search/", "/search/suggest/"):
        assert stranger.get(f"{address}?{field}={octets}&q=page").status_code in {200, 400}


def test_a_large_form_is_refused_too(stranger: Client) -> None:
    for content in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
    ):
        answer = stranger.post("/search/", b"q=" + b"a" * TEN_MEGABYTES, content_type=content)
        assert answer.status_code in {400, 405, 413}


@pytest.mark.parametrize("after", ["-1", "w", "w0", "9999", "99999", "w2000", "' OR 1", quote("٣")])
def test_a_made_up_place_in_the_list_is_no_fault(stranger: Client, after: str) -> None:
    for query in ("page", "page in:comments", "after:2000"):
        assert stranger.get("/search/", {"q": query, "after": after}).status_code == 200
