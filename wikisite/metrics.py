"""Numbers for Prometheus, where METRICS_TOKEN is set: requests by view, and what waits."""

import hmac
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from comments.models import PageComment
from pages.models import OutgoingMail

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
REQUESTS = Counter("wikisite_requests", "Requests that Django answered.", ["view", "method", "status"])
SECONDS = Histogram("wikisite_request_seconds", "Time to answer them.", ["view"], buckets=BUCKETS)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def count_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Count and time each request. Labels are names of ours alone: nobody makes new ones by asking."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(perf_counter() - began)
        return response

    return middleware


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All processes' numbers together. Without the token the address does not exist."""
    given = request.headers.get("Authorization", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        raise Http404
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    for name, about, count in WAITING:
        Gauge(name, about, registry=registry).set(count())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


WAITING: list[tuple[str, str, Callable[[], int]]] = [
    ("wikisite_tasks_waiting", "Tasks that may run and do not yet.", DBTaskResult.objects.ready().count),
    ("wikisite_mails_waiting", "Mails that no server took yet.", OutgoingMail.objects.unfinished().count),
    ("wikisite_comments_waiting", "Comments held.", PageComment.objects.pending().count),
]
