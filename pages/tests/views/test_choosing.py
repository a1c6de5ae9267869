"""Choosing without JavaScript: the answers stand in the address, the facts explain the result."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db


def system(title, **facts):
    lines = "".join(f"{key}: {value}\n" for key, value in {"kind": "full-stack", **facts}.items())
    return make_page(title, f"---\n{lines}---\nText.\n")


@pytest.fixture
def systems():
    return [
        system("Flask", language="Python", interface="[wsgi]"),
        system("Django", language="Python", interface="[wsgi, asgi]"),
        system("Express", language="JavaScript", measured="{packages: 69}"),
        system("React", kind="ui-library", language="JavaScript"),
    ]


def titles(client, **answers):
    return [choice.page.title for choice in client.get("/choose/", answers).context["choices"]]


def test_the_pages_whose_facts_fit_come_first(client, systems):
    assert titles(client, language="python", server="asgi") == ["Django", "Flask"]
    assert titles(client, language="javascript") == ["Express"]  # React is no server


def test_the_result_is_explained_by_the_facts_it_used(client, systems):
    [choice] = client.get("/choose/?language=javascript&packages=yes").context["choices"]
    told = [(because.label, because.text, because.is_met) for because in choice.reasons]
    assert told == [("Language", "JavaScript", True), ("Packages", "69", False)]
    assert "not known" in client.get("/choose/?language=python&packages=yes").content.decode()


def test_a_changed_fact_changes_the_result(client, systems):
    source = systems[0].current.text
    edit(systems[0], source.replace("Python", "JavaScript"), by=make_contributor(), base=1)
    assert titles(client, language="python") == ["Django"]


def test_no_answer_and_unknown_answers_show_the_questions_alone(client, systems):
    for address in ["/choose/", "/choose/?language=cobol", "/choose/?x=y", "/choose/?accounts=later"]:
        answer = client.get(address)
        assert answer.context["choices"] == []
        assert "Which language" in answer.content.decode()


def test_the_answers_stay_chosen(client, systems):
    text = client.get("/choose/?language=python").content.decode()
    assert 'name="language" value="python" checked' in text


def test_a_deleted_page_is_never_chosen(client, systems):
    delete(systems[1], by=make_moderator(), reason="Copied")
    assert titles(client, language="python") == ["Flask"]


def test_queries_do_not_grow_with_pages(client, systems):
    few = queries(client)
    for number in range(12):
        system(f"More {number}", language="Python")
    assert queries(client) == few <= 3
    assert len(titles(client, language="python")) == 10


def queries(client):
    with CaptureQueriesContext(connection) as found:
        client.get("/choose/", {"language": "python", "server": "wsgi"})
    return len(found)
