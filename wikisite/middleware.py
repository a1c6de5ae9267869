"""Refusals that come before any view: requests that cannot be read, and forms sent from other sites."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest
from django.shortcuts import render
from django.utils.html import format_html

from pages.throttle import address_of

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
REPLACEMENT = "\ufffd"
TEXT_FIELDS = re.compile(r"body|comment|own-\d+")  # what people type at length: pages, comments, merges

NOT_TEXT = "It holds bytes that are not UTF-8 text, or a NUL character."
NOT_A_FORM = "The form broke off or is not written as its content type says."
TOO_MANY_FIELDS = "It has more fields than any form of this site."

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>
"""


def refuse_unreadable_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 to a body over DATA_UPLOAD_MAX_MEMORY_SIZE, unread, and 400 to what is not readable text.

    Forms are parsed here, once, so that no later code meets a broken one: Django answers 500 to a body that
    breaks off, and puts U+FFFD in the place of bytes that are not UTF-8.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return _refusal(request) or get_response(request)

    return middleware


def tell_where_strangers_sit(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the address of a stranger who writes on `request.user`: bans of networks are rights like others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and not request.user.is_authenticated:
            request.user.address = address_of(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class CsrfByOrigin(CsrfViewMiddleware):
    """Asks a request that carries a session for the CSRF token, and any other one where it comes from.

    A stranger's form can so be the same bytes for everybody and needs no cookie. A browser names the origin
    of every cross-site POST (Fetch standard 3.2; Fetch Metadata 2.4); a program that sends neither header
    has no authority that another site could borrow.
    """

    def _check_referer(self, request: HttpRequest) -> None:
        if _carries_session(request):
            super()._check_referer(request)  # type: ignore[misc] # the stubs leave it out

    def _check_token(self, request: HttpRequest) -> None:
        if _carries_session(request):
            super()._check_token(request)  # type: ignore[misc] # the stubs leave it out
        elif "HTTP_ORIGIN" not in request.META:  # one that is there was compared already
            site = request.META.get("HTTP_SEC_FETCH_SITE", "none")
            if site not in {"same-origin", "none"}:
                raise RejectRequest(f"Sec-Fetch-Site is {site}.")


def refuse_foreign_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the right token or origin with its text; Django logs the technical `reason`.

    A form of ours whose person signed in since it was opened can be sent again, with the token of now.
    """
    texts, others = typed_texts(request)
    if texts and request.user.is_authenticated and is_from_here(request) and not request.FILES:
        return render(request, "again.html", {"texts": texts, "others": others}, status=403)
    sentence = "The form came from another site, or was open for too long, so nothing was saved."
    context = {"reason": sentence, "texts": [text for _, text in texts]}
    return render(request, "403.html", context, status=403)


def typed_texts(request: HttpRequest) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What somebody typed at length into a form, by field, and its other fields but the token."""
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    texts = [(name, text) for name, text in fields if TEXT_FIELDS.fullmatch(name) and text.strip()]
    return texts, [field for field in fields if field not in texts and field[0] != "csrfmiddlewaretoken"]


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches that a page of this site sent the form: another one is given no token."""
    return request.META.get("HTTP_ORIGIN") == f"{request.scheme}://{request.get_host()}"


def _carries_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _refusal(request: HttpRequest) -> HttpResponse | None:
    most = _most_bytes(request)
    if _declared_length(request) > most:
        return _too_large(most)
    try:
        is_readable = _is_text_address(request) and _is_text_form(request)
    except RequestDataTooBig:
        return _too_large(most)
    except (TooManyFieldsSent, TooManyFilesSent):
        return _refuse(400, "This request cannot be read", TOO_MANY_FIELDS)
    except (UnreadablePostError, MultiPartParserError, BadRequest, LookupError):
        return _refuse(400, "This request cannot be read", NOT_A_FORM)
    return None if is_readable else _refuse(400, "This request cannot be read", NOT_TEXT)


def _most_bytes(request: HttpRequest) -> int:
    is_upload = request.content_type == "multipart/form-data" and _brings_files(request)
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + (settings.UPLOAD_MAX_FILE_BYTES if is_upload else 0)


def _brings_files(request: HttpRequest) -> bool:
    return bool(re.match(settings.UPLOAD_ADDRESSES, request.path_info))


def _declared_length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _is_text_address(request: HttpRequest) -> bool:
    # WSGI hands the query over as Latin-1 (PEP 3333). Django quotes what is broken in a path once more; an
    # address that was quoted twice by its sender is refused with it, and is none of ours.
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    _ = request.GET  # raises TooManyFieldsSent now and not in a view
    return _is_text(unquote_to_bytes(request.path_info)) and _is_text(unquote_to_bytes(query))


def _is_text_form(request: HttpRequest) -> bool:
    if request.content_type not in FORM_TYPES or request.method in {"GET", "HEAD"}:
        return True
    if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return False
    if request.content_type == "application/x-www-form-urlencoded":
        _ = request.POST
        return _is_text(unquote_to_bytes(request.body))
    return _is_text_multipart(request)


def _is_text_multipart(request: HttpRequest) -> bool:
    """Whether no field held NUL, and each U+FFFD was sent as one instead of standing for broken bytes."""
    # A form with files is not read into memory; no one has a reason to write U+FFFD into it.
    body = b"" if _brings_files(request) else request.body
    words = [word for name, values in request.POST.lists() for word in (name, *values)]
    replacements = sum(word.count(REPLACEMENT) for word in words)
    return not any("\0" in word for word in words) and replacements <= body.count(REPLACEMENT.encode())


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False


def _too_large(most: int) -> HttpResponse:
    return _refuse(413, "This request is too large", f"It may have at most {most // 1024} kB.")


def _refuse(status: int, title: str, sentence: str) -> HttpResponse:
    response = HttpResponse(format_html(PAGE, title=title, sentence=sentence), status=status)
    response["Cache-Control"] = "no-store"
    return response
