"""The list of systems: what is chosen narrows it down, counts are true, deleted pages count nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.delete import delete
from pages.tests.factories import make_moderator, make_page

pytestmark = pytest.mark.django_db


def system(title, kind="runtime", language="Python", orm="none"):
    return make_page(
        title, f"---\nkind: {kind}\nlanguage: {language}\nfeatures: {{orm: {{is: {orm}}}}}\n---\nText.\n"
    )


@pytest.fixture
def systems():
    make_page("Overview", "No kind.\n")
    return [
        system("Flask", "micro-framework"),
        system("Django", "full-stack", orm="built-in"),
        system("Express", "micro-framework", "JavaScript"),
    ]


def titles(client, **chosen):
    return [page.title for page, _ in client.get("/systems/", chosen).context["entries"]]


def counts(client, **chosen):
    facets = client.get("/systems/", chosen).context["facets"]
    return {option.label: option.pages for facet in facets for option in facet.options}


def test_pages_with_a_kind_are_listed_by_name(client, systems):
    assert titles(client) == ["Django", "Express", "Flask"]


def test_choices_of_one_fact_add_up_and_of_several_narrow_down(client, systems):
    assert titles(client, kind=["micro-framework", "full-stack"]) == ["Django", "Express", "Flask"]
    assert titles(client, kind="micro-framework", language="Python") == ["Flask"]
    assert titles(client, **{"features.orm.is": "built-in"}) == ["Django"]
    assert titles(client, kind="nonsense") == []


def test_counts_tell_what_each_choice_would_leave(client, systems):
    assert counts(client) == {
        "Micro-framework": 2,
        "Full-stack framework": 1,
        "Python": 2,
        "JavaScript": 1,
        "Database layer": 1,
    }
    narrowed = counts(client, language="JavaScript")
    assert (narrowed["Micro-framework"], narrowed["Python"], narrowed["JavaScript"]) == (1, 2, 1)
    assert "Full-stack framework" not in narrowed


def test_a_deleted_page_is_neither_listed_nor_counted(client, systems):
    delete(systems[2], by=make_moderator(), reason="Copied")
    assert titles(client) == ["Django", "Flask"]
    assert "JavaScript" not in counts(client)
    assert client.get("/systems/").context["total"] == 2


def test_a_long_list_goes_on_where_it_ended(client):
    for number in range(32):
        system(f"System {number:02}")
    first = client.get("/systems/?language=Python")
    assert first.context["total"] == 32
    assert titles(client, language="Python", after=first.context["next"]) == ["System 30", "System 31"]


def test_queries_do_not_grow_with_pages(client, systems):
    few = queries(client)
    for number in range(10):
        system(f"More {number}", kind=f"kind-{number}", orm="built-in")
    assert queries(client) == few <= 5


def queries(client):
    with CaptureQueriesContext(connection) as found:
        client.get("/systems/", {"language": "Python", "kind": "runtime"})
    return len(found)
