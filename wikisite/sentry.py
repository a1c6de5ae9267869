"""Tells Sentry of faults, where SENTRY_DSN is set: the code's lines, and nothing that people sent."""

from typing import Any

import sentry_sdk

from wikisite.logs import without_secrets


def start(dsn: str) -> None:
    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=_without_people,
    )


def _without_people(event: Any, hint: dict[str, Any]) -> Any:
    """Keep of the request its method and path: no address of a reader, cookie, header or query leaves."""
    for part in ("user", "extra", "breadcrumbs"):
        event.pop(part, None)
    if request := event.get("request"):
        url = without_secrets(request.get("url", ""))
        event["request"] = {"method": request.get("method", ""), "url": url}
    if line := event.get("logentry"):
        event["logentry"] = {"message": without_secrets(line.get("formatted") or line.get("message") or "")}
    for fault in event.get("exception", {}).get("values", []):
        fault["value"] = without_secrets(fault.get("value") or "")
    return event
