"""A stranger's requests to the edge, without a server between."""

from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.wsgi import get_wsgi_application

from wikisite.edge.application import Edge


class Said(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Asker:
    """`django_was_asked` counts the requests that the edge did not answer by itself."""

    def __init__(self) -> None:
        self._django = get_wsgi_application()
        self.django_was_asked = 0
        self.edge = Edge(self._counted)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.django_was_asked += 1
        return self._django(environ, start_response)

    def __call__(self, address: str, method: str = "GET", **headers: str) -> Said:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "REMOTE_ADDR": "198.51.100.7",
            "HTTP_HOST": "127.0.0.1:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **headers,
        }
        said: list[Any] = []
        parts = self.edge(environ, lambda status, headers, exc_info=None: said.extend([status, headers]))
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return Said(int(said[0][:3]), dict(said[1]), body)

    def costs(self, address: str, **headers: str) -> int:
        """How often Django is asked for one answer."""
        before = self.django_was_asked
        self(address, **headers)
        return self.django_was_asked - before
