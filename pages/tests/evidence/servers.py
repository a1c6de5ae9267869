"""Small servers that answer as an example should, or wrongly in one way."""

import json
import threading
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

RIGHT = {"escape": escape, "page_type": "text/html; charset=utf-8", "greeting": "Hello", "nowhere": 404}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


@contextmanager
def answering(**otherwise):
    """A server on a free port; yields the port. `otherwise` changes what `RIGHT` says."""
    ways = RIGHT | otherwise

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            _, kind, name = self.path.split("/", 2)
            if kind == "hello":
                self.send(200, ways["page_type"], f"<h1>Hello, {ways['escape'](unquote(name))}!</h1>")
            elif kind == "api":
                body = json.dumps({"greeting": ways["greeting"], "name": unquote(name)})
                self.send(200, "application/json", body)
            else:
                self.send(ways["nowhere"], "text/plain", "nothing here")

        def send(self, status, kind, text):
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
