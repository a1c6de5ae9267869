"""Who may do what, address by address: a generated table equals the one that is checked in.

After a deliberate change run this file with WRITE_MATRIX=1 in the environment, and read the difference.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from comments.models import Decision, ReadyReason, State, Verdict
from comments.tests.factories import form_of, make_comment
from pages.tests.factories import make_page, make_person

TABLE = Path(__file__).parent / "persona_matrix.txt"
PERSONAS = {
    "stranger": None,
    "reader": (),
    "contributor": ("Contributors",),
    "banned": ("Contributors", "Banned"),
    "moderator": ("Contributors", "Moderators"),
    "administrator": (),
}
VALUES = {
    "<wiki:slug>": "flask",
    "<n:number>": "1",
    "<n:old>": "1",
    "<n:new>": "2",
    "<names:names>": "flask+home",
    "<path:name>": "Some-Other-Name",
    "<path:url>": "some/where",
    "<id>": "999999999",  # of an account: none has it, on any database
}
OBJECTS: dict[str, str] = {}  # by the admin's app and model; of others none exists
OF_OTHERS = ("admin/django_tasks_database/",)  # its answers change with the version of Django
METHODS = ["GET", "POST", "PUT"]


def patterns(resolver: URLResolver, prefix: str = "", name: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path, name)
        else:
            yield path, entry


def address(path: str) -> str:
    """A real address of the pattern `path`, with the sample values of `VALUES`."""
    app_and_model = "/".join(path.split("/")[1:3])
    path = path.replace("<path:object_id>", OBJECTS.get(app_and_model, "999999999"))
    for converter, value in VALUES.items():
        path = path.replace(converter, value)
    return "/" + re.sub(r"\(\?P<\w+>.*?\)", "1-sample", path).replace("^", "").replace("$", "")


@pytest.mark.skipif(
    django.VERSION >= (6,), reason="Django 6 asks for a missing object before the right to it"
)
@pytest.mark.django_db
def test_every_address_answers_every_persona_as_the_checked_in_table_says():
    make_page("Home", "Text\n", revisions=2)
    page = make_page("Flask", "Text\n", revisions=3)
    comment = make_comment(page, state=State.SPAM)
    VALUES["discussions/<int:pk>"] = f"discussions/{page.pk}"
    VALUES["<int:pk>"] = str(comment.pk)
    OBJECTS.update(
        {
            "pages/page": str(page.pk),
            "pages/revision": str(page.current_id),
            "pages/contributor": str(page.current.author_id),
            "comments/pagecomment": str(comment.pk),
            "comments/discussion": str(page.pk),
            "comments/rules": "1",
            "comments/verdict": str(Verdict.objects.get().pk),
            "comments/decision": str(Decision.objects.get().pk),
            "comments/readyreason": str(ReadyReason.objects.create(text="Stay polite.").pk),
        }
    )
    bodies = {
        "wiki/<wiki:slug>/edit/": {"title": "Flask", "body": "Better.", "base": "3"},
        "new/": {"title": "Jinja", "body": "Templates."},
        "preview/": {"body": "Words."},
        "comments/post/": form_of(page),
        "comments/preview/": {"comment": "Words."},
    }
    found = sorted({path for path, _ in patterns(get_resolver()) if not path.startswith(OF_OTHERS)})
    rows = [row(path, method, bodies.get(path, {})) for path in found for method in METHODS]
    text = "\n".join(rows) + "\n"
    if os.environ.get("WRITE_MATRIX"):
        TABLE.write_text(text)
    assert text == TABLE.read_text()


def row(path: str, method: str, body: dict[str, str]) -> str:
    answers = [f"{persona} {status(path, method, body, persona)}" for persona in PERSONAS]
    return f"{method:4} /{path}  " + " ".join(answers)


def status(path: str, method: str, body: dict[str, str], persona: str) -> int:
    """The answer's status; whatever the request did is undone."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if PERSONAS[persona] is not None:
            client.force_login(person(persona))
        ask = {"GET": client.get, "POST": client.post, "PUT": client.put}[method]
        answer = ask(address(path), body if method == "POST" else None).status_code
        transaction.set_rollback(True)
    return answer


def person(persona: str):
    powers = {"moderator": {"is_staff": True}, "administrator": {"is_staff": True, "is_superuser": True}}
    return make_person(f"the-{persona}", *PERSONAS[persona], **powers.get(persona, {}))
