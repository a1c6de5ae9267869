"""Who may do what, address by address: a generated table equals the one that is checked in.

After a deliberate change run `WRITE_MATRIX=1 pytest wikisite/tests/test_persona_matrix.py` and read the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from comments.tests.factories import make_comment
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
METHODS = ["GET", "POST", "PUT", "DELETE"]


def patterns(resolver: URLResolver, prefix: str = "", name: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path, name)
        else:
            yield path, entry


def address(path: str, values: dict[str, str]) -> str:
    for converter, value in values.items():
        path = path.replace(converter, value)
    return "/" + path


@pytest.mark.django_db
def test_every_address_answers_every_persona_as_the_checked_in_table_says():
    make_page("Home", "Text\n", revisions=2)
    page = make_page("Flask", "Text\n", revisions=3)
    comment = make_comment(page=page)
    values = {
        "<wiki:slug>": page.slug,
        "<n:number>": "1",
        "<n:old>": "1",
        "<n:new>": "2",
        "<int:pk>": str(comment.pk),
        "<int:comment_id>": str(comment.pk),
        "<path:object_id>": str(page.pk),
        "<path:name>": "Some-Other-Name",
        "<id>": "1",
    }
    rows = []
    for path, _ in sorted(patterns(get_resolver()), key=lambda found: found[0]):
        rows += [row(path, method, values) for method in METHODS]
    text = "\n".join(rows) + "\n"
    if os.environ.get("WRITE_MATRIX"):
        TABLE.write_text(text)
    assert text == TABLE.read_text()


def row(path: str, method: str, values: dict[str, str]) -> str:
    answers = [f"{name} {status(path, method, values, name)}" for name in PERSONAS]
    return f"{method:6} /{path}  " + " ".join(answers)


def status(path: str, method: str, values: dict[str, str], persona: str) -> int:
    """The answer's status; whatever the request did is undone."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if PERSONAS[persona] is not None:
            client.force_login(person(persona), backend="django.contrib.auth.backends.ModelBackend")
        answer = client.generic(method, address(path, values)).status_code
        transaction.set_rollback(True)
    return answer


def person(persona: str):
    powers = {"moderator": {"is_staff": True}, "administrator": {"is_staff": True, "is_superuser": True}}
    return make_person(f"the-{persona}", *PERSONAS[persona], **powers.get(persona, {}))
