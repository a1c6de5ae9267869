"""Facts that were written to attack are text on every screen that shows facts."""

import json

import pytest

from pages.models import FactReport
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db
EVIL = "\"'><img src=x onerror=alert(1)>{{ 7*7 }}</script>"
KINDS = ["kind", "language", "license", "governance", "lts", "summary", "own<b>key", "checked", "website"]


@pytest.fixture
def evil():
    facts = dict.fromkeys(KINDS, EVIL) | {
        "features": {"orm": {"is": EVIL, "note": EVIL}, "admin": {"is": "built-in", "note": EVIL}},
        "measured": {"packages": EVIL, "date": EVIL},
        "dependencies": [EVIL],
        "users": [{"name": EVIL, "source": f"https://example.org/{EVIL}"}],
        "security": {"contact": EVIL, "policy": f"javascript:{EVIL}"},
        "choose_if": [EVIL, EVIL],
        "alternatives": [EVIL],
        "sources": {"kind": EVIL, "license": f"https://example.org/?{EVIL}", EVIL: EVIL},
    }
    return make_page("Evil", f"---\n{json.dumps(facts)}\n---\nText.\n\n::: compare evil\n:::\n")


@pytest.mark.parametrize(
    "address",
    [
        "/wiki/evil/",
        "/compare/evil/",
        "/compare/evil@1+evil/?differences=1&shared=1",
        "/compare/",
        "/systems/",
        "/choose/?language=python&accounts=yes&packages=yes&years=yes",
        "/wiki/evil/outdated/",
        "/wiki/evil/edit/",
        "/facts/outdated/",
    ],
)
def test_no_screen_holds_a_tag_from_a_fact(contributor, evil, address):
    for key in ["kind", "own<b>key"]:
        contributor.post("/wiki/evil/outdated/", {"key": key})
    assert FactReport.objects.count() == 2
    answer = contributor.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<img src=x" not in text
    assert "own<b>" not in text
    assert 'href="javascript:' not in text
    assert ">49<" not in text


@pytest.mark.parametrize(
    "query", ["kind=%00", f"kind={'x' * 5000}", "features.orm.is=%F0%9F%9A%80", "after=%27%22", "kind=" * 50]
)
def test_any_query_is_answered(client, evil, query):
    for door in ["/systems/", "/choose/", "/compare/"]:
        assert client.get(f"{door}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("names", ["@", "+", "evil@0", "evil@999999999", "%2B%2B", "evil%40evil", "🚀", "-"])
def test_any_name_is_answered(client, evil, names):
    for ending in ["/", ".csv", ".json", ".md"]:
        assert client.get(f"/compare/{names}{ending}").status_code in (200, 301, 404)
