"""The world of the browser tests: the guide as it is loaded, and people who sit at a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture
def guide(transactional_db: None) -> None:
    call_command("load_guide", verbosity=0)


@pytest.fixture
def open_as(new_context: Callable[..., Any], live_server: Any) -> Callable[..., Any]:
    """Return `open_as(client=None, **options) -> page` of a new browser, signed in as the client's person."""

    def open_browser(client: Any = None, **options: Any) -> Any:
        context = new_context(**options)
        if client is not None:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return context.new_page()

    return open_browser
