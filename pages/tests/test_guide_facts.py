"""The facts of the guide's pages name their sources and equal the verified ones."""

import re

import pytest

from pages.tests.guide_pages import SYSTEMS, VERIFIED, facts, source

FEATURES = [
    "orm",
    "migrations",
    "admin",
    "auth",
    "forms",
    "templates",
    "websockets",
    "async_views",
    "cli",
    "dev_server",
    "sessions",
    "csrf",
    "i18n",
    "test_client",
    "static_files",
]
COMPARED = ["flask", "django", "tornado", "express", "nodejs", "react"]
COMPARED_ROWS = [
    "kind",
    "language",
    "license",
    "first_release",
    "latest_release",
    "requires_runtime",
    "interface",
    "features",
    "measured",
    "governance",
    "security",
    "checked",
]
# What the guide says about a page as a whole, or judges, has no single source; pros and cons carry theirs.
UNSOURCED_KEYS = {
    "alternatives",
    "avoid_if",
    "checked",
    "choose_if",
    "cons",
    "pros",
    "sources",
    "summary",
    "type",
}
SOURCE = re.compile(
    r"wheel [\w.-]+ [\d.]+|PyPI [\w.-]+ [\d.]+|npm [\w@/.-]+ [\d.]+|sdist [\w.-]+ [\d.]+: \S+"
    r"|git [\w.-]+/[\w.-]+@[0-9a-f]{7,40}: \S+|https://\S+"
    r"|(measurements|evidence/2026-11-25)\.json of this guide"
    r"|the features of this page|source of each row|Requires-Dist of (each|the) wheel"
    r"|dependencies of each package|it is the runtime|(run|process\.versions) of Node\.js [\d.]+"
)

every_system = pytest.mark.parametrize("slug", SYSTEMS)


@every_system
def test_every_fact_names_its_source(slug: str) -> None:
    named = facts(slug)
    assert set(named) - UNSOURCED_KEYS == set(named["sources"])


@every_system
def test_every_source_is_written_so_that_it_can_be_looked_up(slug: str) -> None:
    rows = [row for key in ("pros", "cons", "users", "built_on_it") for row in facts(slug).get(key, ())]
    written = [*facts(slug)["sources"].values(), *(row["source"] for row in rows if "source" in row)]
    assert [text for text in written if not SOURCE.match(text)] == []


@every_system
def test_pros_and_cons_are_facts_with_a_source_or_opinions(slug: str) -> None:
    for row in [*facts(slug).get("pros", ()), *facts(slug).get("cons", ())]:
        assert (row["kind"] == "fact") == ("source" in row), row
        assert row["kind"] in {"fact", "opinion"}


@pytest.mark.parametrize("slug", COMPARED)
def test_a_compared_system_fills_the_rows_of_the_comparison(slug: str) -> None:
    named = facts(slug)
    assert [key for key in COMPARED_ROWS if key not in named] == []
    assert list(named["features"]) == FEATURES
    assert "dependencies" in named or "dependencies_count" in named


@every_system
def test_alternatives_are_pages_of_the_guide(slug: str) -> None:
    assert set(facts(slug)["alternatives"]) <= set(SYSTEMS) - {slug}


@every_system
def test_facts_equal_the_verified_ones(slug: str) -> None:
    stated, known = facts(slug), VERIFIED[slug]
    assert stated["license"] == known["license"]["value"].partition(" ")[0]
    assert stated["language"] == known["language"]["value"].partition(" ")[0]
    assert stated["website"] == known["website"]
    assert stated["repository"] == known["repository"]
    assert str(stated["latest_release"]["version"]) == known["latest_release"]["value"]
    assert str(stated["latest_release"]["date"]) == str(known["latest_release"]["date"])
    assert str(stated["first_release"]["date"]) == str(known["first_release"]["value"])
    if "requires_runtime" in known:
        assert known["requires_runtime"]["value"].startswith(stated["requires_runtime"].partition(";")[0])


@every_system
def test_dependencies_equal_the_verified_ones(slug: str) -> None:
    stated, known = facts(slug), VERIFIED[slug].get("dependencies", {}).get("value", [])
    if isinstance(known, int):
        assert stated["dependencies_count"] == known
        return
    # A name in parentheses is required under a condition only.
    names = {re.split(r"[<>= ]", name)[0].lower() for name in known if "(" not in name}
    assert {name.lower() for name in stated["dependencies"]} == names


@every_system
def test_features_equal_the_verified_ones(slug: str) -> None:
    known = VERIFIED[slug].get("features", {})
    stated = {key: value["is"] for key, value in facts(slug)["features"].items()}
    shared = stated.keys() & known.keys()
    assert {key: stated[key] for key in shared} == {key: known[key]["value"] for key in shared}


@pytest.mark.parametrize("slug", ["django", "tornado"])
def test_the_table_of_features_says_what_the_facts_say(slug: str) -> None:
    words = {"built-in": "built in", "none": "none", "extension": "extension", "extra": "extra"}
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \|$", _section(slug, "Database layer"), re.MULTILINE)
    for column, system in enumerate((slug, "flask")):
        stated = [words[value["is"]] for value in facts(system)["features"].values()]
        assert [row[column].partition(":")[0].strip() for row in rows] == stated


def test_a_user_of_flask_without_a_source_is_marked_so() -> None:
    users = facts("flask")["users"]
    assert {user["name"] for user in users if "source" not in user} == {"Reddit", "Trivago"}
    assert all((user["status"] == "unsourced") == ("source" not in user) for user in users)


@pytest.mark.parametrize("slug", ["flask", "who-uses-flask"])
def test_the_tables_of_users_show_the_status_that_the_facts_give(slug: str) -> None:
    chips = {"verified": "ok", "past": "warn", "unsourced": "bad"}
    for user in facts("flask")["users"]:
        assert f'| {user["name"]} | <span class="tag {chips[user["status"]]}">' in source(slug)


def _section(slug: str, first_words: str) -> str:
    """The lines of the table whose first row begins with these words."""
    first, rest = f"| {first_words}", source(slug).partition(f"| {first_words}")[2]
    return (first + rest).partition("\n\n")[0]
