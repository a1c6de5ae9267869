"""Images and files of a page: the list, uploading, replacing, removing, and the bytes themselves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.actions.attach import attach
from pages.actions.remove_attachment import describe, remove_attachment, restore_attachment
from pages.models import Attachment, AttachmentVersion, Page
from pages.models.attachment import AttachmentQuerySet
from pages.permissions import can_attach, can_remove_attachment, is_moderator
from pages.text.file_names import download_name
from pages.text.file_types import CONTENT_TYPES, IMAGE_TYPES, FileRefused, FileType
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import SeeOther, load_page, pages_whose_history_opens_to, refuse

# A browser may keep what somebody has seen. No cache that people share may: pages get deleted.
KEPT_FOR_GOOD = "private, max-age=31536000, immutable"
KEPT_SHORTLY = "private, max-age=60"  # until the task has made the size that was asked for
SHOWN_REMOVED = 100
NOTHING_CHOSEN = "Choose a file first."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def files(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The list, and where a new file is sent: by the form on it, or by the editor, which asks for JSON."""
    page = load_page(request, slug, pages_whose_history_opens_to(request.user))
    if request.method != "POST":
        return _screen(request, page)
    if not can_attach(request.user, page):
        return _may_not(request, page)
    try:
        attachment = attach(page, _file(request), by=request.user, **_description(request))
    except FileRefused as refusal:
        return _refused(request, page, str(refusal))
    if _wants_json(request):
        return JsonResponse(_described(attachment), status=201)
    messages.success(request, _("The file is there. Copy its Markdown into the page's text to show it."))
    return _back(page)


@require_POST
@elsewhere_is_an_answer
def describe_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page, attachment = _load(request, slug, number)
    if not can_attach(request.user, page):
        return refuse(request, page=page)
    try:
        describe(attachment, by=request.user, **_description(request))
    except FileRefused as refusal:
        return _refused(request, page, str(refusal))
    messages.success(
        request, _("The description is saved. Pages that show the image keep the one in their text.")
    )
    return _back(page)


@require_POST
@elsewhere_is_an_answer
def replace_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page, attachment = _load(request, slug, number)
    if not can_attach(request.user, page):
        return refuse(request, page=page)
    try:
        attach(page, _file(request), by=request.user, replaces=attachment)
    except FileRefused as refusal:
        return _refused(request, page, str(refusal))
    messages.success(
        request, _("The new version is there. Pages show the old one until their text names the new one.")
    )
    return _back(page)


@require_POST
@elsewhere_is_an_answer
def remove_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page, attachment = _load(request, slug, number)
    try:
        remove_attachment(attachment, by=request.user)
    except PermissionDenied as denied:
        return refuse(request, page=page, reason=str(denied))
    messages.success(request, _("The file is removed. It can be given back for 30 days."))
    return _back(page)


@require_POST
@elsewhere_is_an_answer
def restore_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page, attachment = _load(request, slug, number, page_files=Attachment.objects.removed())
    try:
        restore_attachment(attachment, by=request.user)
    except PermissionDenied as denied:
        return refuse(request, page=page, reason=str(denied))
    except FileRefused as refusal:
        return _refused(request, page, str(refusal))
    messages.success(request, _("The file is back."))
    return _back(page)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """The bytes of a file, inert: of a fixed type, and in a sandbox where no script could run."""
    digest, _dash, width = name.partition(".")[0].partition("-")
    versions = AttachmentVersion.objects.filter(sha256=digest, **({} if width else {"stored_name": name}))
    public = versions.public().select_related("attachment").first()
    version = public or (is_moderator(request.user) and versions.select_related("attachment").first())
    stored = _stored(name, version) if version else ""
    if not version or not stored:
        raise Http404(_("There is no such file, or its page was deleted."))
    caching = KEPT_FOR_GOOD if stored == name else KEPT_SHORTLY
    unchanged = get_conditional_response(request, etag=f'"{stored}"')
    answer = unchanged or FileResponse(default_storage.open(stored))
    if not unchanged:
        _name_type(answer, stored, version)
    answer["ETag"] = f'"{stored}"'
    answer["Cache-Control"] = caching if public else "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _stored(name: str, version: AttachmentVersion) -> str:
    """The stored file that answers for `name`: the whole image while a smaller one is not made yet."""
    wanted = (name, version.stored_name) if version.width else (name,)
    return next((each for each in wanted if default_storage.exists(each)), "")


def _name_type(answer: HttpResponseBase, stored: str, version: AttachmentVersion) -> None:
    ending = FileType(stored.rpartition(".")[2])
    named = download_name(version.attachment.name, ending)
    answer["Content-Type"] = CONTENT_TYPES[ending]
    disposition = content_disposition_header(as_attachment=ending not in IMAGE_TYPES, filename=named)
    answer["Content-Disposition"] = disposition or "attachment"


def _screen(request: HttpRequest, page: Page, *, problem: str = "", status: int = 200) -> HttpResponse:
    found = page.attachments.live().with_versions().order_by("-pk")
    attachments = [(each, can_remove_attachment(request.user, each)) for each in found]
    removed = page.attachments.removed().with_versions().order_by("-removed_at", "-pk")
    context = {
        "page": page,
        "attachments": attachments,
        "removed": [each for each in removed[:SHOWN_REMOVED] if can_remove_attachment(request.user, each)],
        "can_attach": can_attach(request.user, page),
        "problem": problem,
        "alt": request.POST.get("alt", ""),
        "tab": "files",
    }
    return render(request, "pages/files.html", context, status=status)


def _load(
    request: HttpRequest, slug: str, number: int, *, page_files: AttachmentQuerySet | None = None
) -> tuple[Page, Attachment]:
    page = load_page(request, slug)
    among = (Attachment.objects.live() if page_files is None else page_files).filter(page=page)
    return page, get_object_or_404(among.select_related("page", "uploaded_by"), pk=number)


def _file(request: HttpRequest) -> Any:
    file = request.FILES.get("file")
    if file is None:
        raise FileRefused(NOTHING_CHOSEN)
    return file


def _description(request: HttpRequest) -> dict[str, Any]:
    return {"alt": request.POST.get("alt", ""), "is_decorative": "decorative" in request.POST}


def _described(attachment: Attachment) -> dict[str, Any]:
    return {
        "number": attachment.pk,
        "name": attachment.name,
        "alt": attachment.alt,
        "is_image": attachment.is_image,
        "url": attachment.current.url,
        "size": attachment.current.size,
        "markdown": attachment.markdown,
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _refused(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": sentence}, status=400)
    return _screen(request, page, problem=sentence, status=400)


def _may_not(request: HttpRequest, page: Page) -> HttpResponseBase:
    if not _wants_json(request):
        return refuse(request, page=page)
    signed_in = request.user.is_authenticated
    sentence = (
        _("You may not add files to this page.") if signed_in else _("You were signed out: sign in again.")
    )
    return JsonResponse({"error": sentence}, status=403)


def _back(page: Page) -> SeeOther:
    return SeeOther(reverse("pages:files", args=[page.slug]))
