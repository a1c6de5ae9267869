"""The live preview: the same pipeline as the page's, for those who may write."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pages.permissions import can_create
from pages.rendering import preview as render_preview
from pages.text.fact_edit import leaves
from pages.text.refusals import Refusal
from pages.views.fact_fields import typed_facts


@never_cache
@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    if not can_create(request.user):
        return JsonResponse({"error": _("Sign in to see a preview.")}, status=403)
    typed = typed_facts(request.POST)
    body = typed.fields.get("body", "")
    try:
        result, html = render_preview(body, title=request.POST.get("title", ""))
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    warnings = [{"line": w.line, "message": w.message} for w in result.warnings]
    facts = [[leaf.key, leaf.text] for leaf in leaves(body)]
    changed = {"body": body} if body != request.POST.get("body", "") else {}
    answer = {"html": html, "warnings": warnings, "facts": facts, "refused": typed.refusals, **changed}
    return JsonResponse(answer)
