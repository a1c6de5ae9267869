"""The fact form without JavaScript: what is changed in a field is in the saved text, and nothing else is."""

import pytest

from pages.models import Page
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db
SOURCE = "---\n# Ours\nkind: runtime # sure\nlicense: MIT\n---\nText.\n"


@pytest.fixture
def flask():
    return make_page("Flask", SOURCE)


def send(client, changes, body=SOURCE, **fields):
    rows = {
        "fact-k": [key for key, _, _ in changes],
        "fact-was": [was for _, was, _ in changes],
        "fact-v": [now for _, _, now in changes],
    }
    data = {"title": "Flask", "body": body.replace("\n", "\r\n"), "base": "1", **rows, **fields}
    return client.post("/wiki/flask/edit/", data)


def text():
    return Page.objects.get(slug="flask").current.text


def test_the_form_shows_each_fact_and_what_it_may_say(contributor, flask):
    screen = contributor.get("/wiki/flask/edit/")
    fields = [(f.key, f.label, f.text) for group in screen.context["fact_groups"] for f in group.fields]
    assert fields == [("kind", "Kind", "runtime"), ("license", "License", "MIT")]
    assert '<option value="micro-framework">' in screen.content.decode()


def test_a_changed_field_changes_its_value_alone(contributor, flask):
    assert (
        send(contributor, [("kind", "runtime", "full-stack"), ("license", "MIT", "MIT")]).status_code == 303
    )
    assert text() == SOURCE.replace("runtime", "full-stack")


def test_unchanged_fields_change_nothing(contributor, flask):
    send(contributor, [("kind", "runtime", "runtime"), ("license", "MIT", "MIT"), ("", "", "")])
    assert text() == SOURCE
    assert Page.objects.get().revision_count == 1


def test_an_emptied_field_takes_the_fact_away_and_a_new_one_joins(contributor, flask):
    send(
        contributor,
        [("license", "MIT", ""), ("features.orm.is", "", "none"), ("interface", "", "wsgi, asgi")],
    )
    added = "features: {orm: {is: none}}\ninterface: [wsgi, asgi]\n"
    assert text() == SOURCE.replace("license: MIT\n", added)


def test_what_was_typed_in_the_text_meanwhile_stays(contributor, flask):
    send(contributor, [("kind", "runtime", "full-stack")], body=SOURCE.replace("Text.", "More text."))
    assert text() == SOURCE.replace("runtime", "full-stack").replace("Text.", "More text.")


def test_the_preview_shows_the_text_with_the_fact(contributor, flask):
    screen = send(contributor, [("kind", "runtime", "micro")], preview="1")
    assert screen.context["form"]["body"].value() == SOURCE.replace("runtime", "micro").replace("\n", "\r\n")
    assert "Did you mean “micro-framework”?" in screen.content.decode()
    assert text() == SOURCE


def test_a_fact_that_cannot_be_written_comes_back_with_the_whole_text(contributor, flask):
    broken = "---\nkind: [\n---\nMy text.\n"
    screen = send(contributor, [("license", "", "MIT")], body=broken)
    assert screen.status_code == 400
    assert "license: MIT" in screen.content.decode()
    assert "My text." in screen.context["form"]["body"].value()


def test_a_new_page_takes_facts_too(contributor):
    fields = {"title": "Jinja", "body": "Text.\n", "fact-k": "kind", "fact-was": "", "fact-v": "runtime"}
    assert contributor.post("/new/", fields).status_code == 303
    assert Page.objects.get(slug="jinja").current.text == "---\nkind: runtime\n---\nText.\n"


def test_the_live_preview_answers_with_the_changed_text(contributor, flask):
    fields = {"body": SOURCE, "fact-k": "kind", "fact-was": "runtime", "fact-v": "full-stack"}
    answer = contributor.post("/preview/", fields).json()
    assert answer["body"] == SOURCE.replace("runtime", "full-stack")
    assert ["kind", "full-stack"] in answer["facts"]


def test_a_page_of_very_many_facts_can_still_be_edited(contributor):
    many = "".join(f"k{n}: v\n" for n in range(1500))
    make_page("Many", f"---\n{many}---\n")
    screen = contributor.get("/wiki/many/edit/")
    assert screen.context["hidden_facts"] == 1300
    assert screen.content.decode().count("fact-v") < 300


def test_very_many_changes_at_once_are_refused_with_a_sentence(contributor, flask):
    screen = send(contributor, [(f"k{n}", "", "v") for n in range(26)])
    assert screen.status_code == 400
    assert "Too many facts" in screen.content.decode()
