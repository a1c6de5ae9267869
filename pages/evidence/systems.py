"""What is measured: ten systems, the servers that usually run them, and the example programs."""

from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "guide" / "evidence"

_THREADS = "gunicorn gthread, 1 worker, 4 threads"
_GUNICORN = "{bin}/gunicorn -b 127.0.0.1:{port} -w 1 --chdir {folder} "
_GTHREAD = _GUNICORN + "-k gthread --threads 4 --keep-alive 30 "
_GRANIAN = (
    "{bin}/granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1 --working-dir {folder} app:app"
)
_UVICORN = "{bin}/uvicorn --host 127.0.0.1 --port {port} --no-access-log --app-dir {folder} "
# Hypercorn finds the example in the folder that it is started in.
_HYPERCORN = "{bin}/hypercorn --bind 127.0.0.1:{port} --workers 1 app:app"
_NODE = "{node} {folder}/app.js {port}"


@dataclass(frozen=True, slots=True)
class System:
    """`packages` are the system itself; `also` what its example and its server need beyond it."""

    slug: str
    registry: str
    packages: tuple[str, ...]
    also: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One system under one server. What differs: `{bin}`, `{node}`, `{modules}`, `{folder}` and `{port}`."""

    name: str
    system: str
    server: str
    command: str


SYSTEMS = {
    system.slug: system
    for system in (
        System("flask", "pypi", ("flask",), ("gunicorn", "granian"), ("app.py", "templates/hello.html")),
        System("werkzeug", "pypi", ("werkzeug",), ("gunicorn",), ("app.py",)),
        System("jinja", "pypi", ("jinja2",), (), ("render.py",)),
        System("django", "pypi", ("django",), ("gunicorn", "granian"), ("app.py", "templates/hello.html")),
        System("tornado", "pypi", ("tornado",), (), ("app.py", "templates/hello.html")),
        System("express", "npm", ("express",), ("ejs",), ("app.js", "views/hello.ejs")),
        # npm carries Node.js itself, built for one platform; `install` puts the platform's name in.
        System("nodejs", "npm", ("node-{platform}",), (), ("app.js",)),
        System("react", "npm", ("react", "react-dom"), (), ("app.js",)),
        System(
            "fastapi",
            "pypi",
            ("fastapi",),
            ("jinja2", "uvicorn[standard]"),
            ("app.py", "templates/hello.html"),
        ),
        System("quart", "pypi", ("quart",), ("uvicorn[standard]",), ("app.py", "templates/hello.html")),
    )
}

# Serve the greeting twice, as a page and as JSON. Jinja serves nothing: `rendering` measures it.
RUNS = (
    Run("flask/gunicorn-gthread", "flask", _THREADS, _GTHREAD + "app:app"),
    Run("flask/gunicorn-sync", "flask", "gunicorn sync, 1 worker", _GUNICORN + "-k sync app:app"),
    Run("flask/granian", "flask", "granian, 1 worker", _GRANIAN),
    Run("werkzeug/gunicorn-gthread", "werkzeug", _THREADS, _GTHREAD + "app:app"),
    Run("django/gunicorn-gthread", "django", _THREADS, _GTHREAD + "app:app"),
    Run(
        "django-startproject/gunicorn-gthread",
        "django",
        _THREADS,
        _GTHREAD + "full:app",
    ),
    Run("tornado/own", "tornado", "Tornado's own server", "{bin}/python {folder}/app.py {port}"),
    Run("fastapi/uvicorn", "fastapi", "uvicorn with uvloop and httptools, 1 worker", _UVICORN + "app:app"),
    Run("quart/uvicorn", "quart", "uvicorn with uvloop and httptools, 1 worker", _UVICORN + "app:app"),
    Run("quart/hypercorn", "quart", "hypercorn, 1 worker", _HYPERCORN),
    Run("nodejs/own", "nodejs", "node:http", _NODE),
    Run("express/node", "express", "node:http", _NODE),
    Run("react/node", "react", "node:http", _NODE),
)

_RAISED = "gunicorn gthread, 4 threads, limits raised"
_WAITING_THREADS = (
    _GUNICORN + "-k gthread --threads 4 --worker-connections 20000 --keep-alive 600 --backlog 4096 "
)

# Answer /now at once and /wait/<seconds> later: how many visitors can wait at the same time?
WAITING_RUNS = (
    Run("flask/gunicorn-gthread4-raised", "flask", _RAISED, _WAITING_THREADS + "flask_wait:app"),
    Run("django/gunicorn-gthread4-raised", "django", _RAISED, _WAITING_THREADS + "django_wait:app"),
    Run("tornado/own", "tornado", "Tornado's own server", "{bin}/python {folder}/tornado_wait.py {port}"),
    Run(
        "fastapi/uvicorn",
        "fastapi",
        "uvicorn, 1 worker",
        _UVICORN + "--backlog 4096 --timeout-keep-alive 600 fastapi_wait:app",
    ),
    Run(
        "quart/uvicorn",
        "quart",
        "uvicorn, 1 worker",
        _UVICORN + "--backlog 4096 --timeout-keep-alive 600 quart_wait:app",
    ),
    Run("nodejs/own", "nodejs", "node:http", "{node} {folder}/node_wait.js {port}"),
    Run("express/node", "express", "node:http", "{node} {folder}/express_wait.js {port} {modules}/express"),
)


def example_lines(*paths: Path) -> int:
    """Count the lines of the files that are neither blank nor only a comment."""
    lines = (line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith(("#", "//")))
