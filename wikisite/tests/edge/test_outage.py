"""The database goes away and comes back under a server that keeps answers."""

import http.client
from pathlib import Path

import pytest

from wikisite.tests.cluster import own_cluster
from wikisite.tests.edge.servers import manage, prepare, server, site_in

pytestmark = pytest.mark.drill

CREATE = 'from pages.actions.create import create; create("Flask", "First text.", by=None)'
RENAME = 'from pages.models import Page; Page.objects.update(title="Renamed meanwhile")'


def test_nothing_that_is_kept_is_given_away_without_the_database_and_all_is_well_when_it_is_back(
    tmp_path: Path,
) -> None:
    """The last commit before the outage may have removed it."""
    with own_cluster() as cluster:
        environment = {**site_in(tmp_path), "DATABASE_URL": cluster.url}
        prepare(environment)
        manage(environment, "shell", "-c", CREATE)
        with server(environment) as port:
            assert [ask(port, "/wiki/flask/")[0] for _ in range(8)] == [200] * 8
            cluster.kill()
            assert [ask(port, "/wiki/flask/")[0] for _ in range(8)] == [503] * 8
            cluster.start()
            manage(environment, "shell", "-c", RENAME)
            said = [ask(port, "/wiki/flask/") for _ in range(8)]
            assert [status for status, body in said if "Renamed meanwhile" in body] == [200] * 8


def ask(port: int, address: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
