"""Visitors who wait are counted, and those who are turned away."""

import socket

from pages.evidence.processes import free_port
from pages.evidence.visitors import still_open, visit
from pages.tests.evidence.servers import answering


def test_answered_visitors_stay_connected():
    with answering() as port:
        seen, kept = visit(port, "/hello/Ada", 20, 20)
        assert (seen.opened, seen.answered, seen.refused, len(kept)) == (20, 20, 0, 20)
        for visitor in kept:
            visitor.close()


def test_connections_that_the_server_closes_are_not_counted_as_open():
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        visitors = [socket.create_connection(server.getsockname()) for _ in range(3)]
        ends = [server.accept()[0] for _ in visitors]
        for visitor in visitors:
            visitor.setblocking(False)
        ends[0].close()
        assert still_open(visitors) == 2
        for end in [*visitors, *ends]:
            end.close()


def test_visitors_whom_nobody_answers_are_not_counted_as_answered():
    with socket.create_server(("127.0.0.1", 0), backlog=64) as mute:
        seen, kept = visit(mute.getsockname()[1], "/", 5, 0.5)
        assert (seen.opened, seen.answered) == (5, 0)
        for visitor in kept:
            visitor.close()


def test_a_port_without_a_server_refuses():
    seen, _ = visit(free_port(), "/", 3, 5)
    assert (seen.opened, seen.refused) == (0, 3)
