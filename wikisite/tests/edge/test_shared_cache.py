"""Two people behind one nginx that caches: nobody sees the other's bar, and nobody an old page."""

import http.client
import re
from pathlib import Path

import pytest

from wikisite.tests.edge.servers import manage, prepare, server, site_in
from wikisite.tests.nginx import nginx
from wikisite.tests.ports import free_port

pytestmark = pytest.mark.drill

# `extra`: an operator who tells nginx to keep what we ask it not to, so that Vary alone is left to hold.
CONFIGURATION = """
proxy_cache_path {folder}/cache keys_zone=wiki:1m;
server {{
    listen 127.0.0.1:{port};
    location / {{
        proxy_pass http://127.0.0.1:{behind};
        proxy_set_header Host $http_host;
        proxy_cache wiki; proxy_cache_key $request_uri; proxy_cache_valid any 10m;
        proxy_cache_revalidate on;
        add_header X-Cache $upstream_cache_status always;
        {extra}
    }}
}}
"""
GREEDY = "proxy_ignore_headers Cache-Control Expires;"
PREPARE = """
from django.contrib.auth.models import Group, User
from django.test import Client
from pages.actions.create import create
create("Flask", "First text.", by=None)
for name in ("ada-in-her-bar", "bob-in-his-bar"):
    person = User.objects.create_user(name)
    person.groups.add(Group.objects.get(name="Contributors"))
    client = Client()
    client.force_login(person)
    print("session", client.cookies["sessionid"].value)
"""
EDIT = """
from pages.actions.edit import edit
from pages.models import Page
from django.contrib.auth.models import User
edit(Page.objects.get(slug="flask"), "Second text.", by=User.objects.first(), base=1)
"""
ADDRESSES = (
    "/wiki/flask/",
    "/wiki/flask/history/",
    "/changes/",
    "/search/?q=flask",
    "/accounts/login/",
    "/no/",
)


@pytest.mark.parametrize("extra", ["", GREEDY])
def test_two_people_behind_a_shared_cache_never_see_each_others_bar(tmp_path: Path, extra: str) -> None:
    environment = site_in(tmp_path)
    prepare(environment)
    ada, bob = (
        f"sessionid={key}"
        for key in re.findall(r"session (\w+)", manage(environment, "shell", "-c", PREPARE))
    )
    folder, port = tmp_path / "nginx", free_port()
    with (
        server(environment) as behind,
        nginx(folder, CONFIGURATION.format(folder=folder, port=port, behind=behind, extra=extra), port),
    ):
        for _ in range(3):
            for address in ADDRESSES:
                of_ada, of_bob, of_nobody = (ask(port, address, cookie) for cookie in (ada, bob, ""))
                assert names_in(of_ada) <= {"ada"}
                assert names_in(of_bob) <= {"bob"}
                assert names_in(of_nobody) == set()
        assert names_in(ask(port, "/wiki/flask/", ada)) == {"ada"}
        if not extra:
            assert "First text." in ask(port, "/wiki/flask/", "")
            manage(environment, "shell", "-c", EDIT)
            assert "Second text." in ask(port, "/wiki/flask/", "")


def names_in(html: str) -> set[str]:
    return {name for name in ("ada", "bob") if f"{name}-in-h" in html}


def ask(port: int, address: str, cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    assert answer.status < 500
    assert answer.headers["X-Cache"], "the answer did not come through the cache"
    return answer.read().decode()
