"""Export and erase a person's data, for administrators."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments.actions.erase_person import comments_of, erase_person
from pages.actions.erase_person import NotErasable, mentions
from pages.actions.export_person import export_person
from pages.actions.find_person import NobodyFound, Person, find_person

MAX_NAME_CHARS = 254


class PersonForm(forms.Form):
    """Whose data, and for erasure the same words once more."""

    name = forms.CharField(label=gettext_lazy("User name or e-mail address"), max_length=MAX_NAME_CHARS)
    again = forms.CharField(
        label=gettext_lazy("To erase, type the same again"), max_length=MAX_NAME_CHARS, required=False
    )

    person: Person

    def clean_name(self) -> str:
        try:
            self.person = find_person(self.cleaned_data["name"])
        except NobodyFound as nobody:
            raise forms.ValidationError(str(nobody)) from None
        return str(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "erase" in self.data and "name" in cleaned and cleaned.get("again") != cleaned["name"]:
            self.add_error("again", _("This is not the same: nothing was erased."))
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Ask whose data; POST `export` answers a file, POST `erase` erases. No address holds a name."""
    if not request.user.is_superuser:
        raise PermissionDenied("Only administrators export or erase a person's data.")
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and "export" in request.POST:
        return _file(export_person(form.person, by=request.user))
    if form.is_valid() and "erase" in request.POST and _erase(request, form):
        return HttpResponseRedirect(request.path, status=303)
    context = {**admin.site.each_context(request), "title": _("A person's data"), "form": form}
    status = 422 if form.errors else 200
    return render(request, "admin/people/people.html", context, status=status)


def _erase(request: HttpRequest, form: PersonForm) -> bool:
    count = comments_of(form.person).count()
    try:
        is_clean = erase_person(form.person, by=request.user)
    except NotErasable as refused:
        form.add_error("name", str(refused))
        return False
    messages.success(request, _("Erased. Comments that stay without a name: %(count)s.") % {"count": count})
    if not is_clean:
        messages.warning(request, _("The last bytes leave the database's journal within a day."))
    for place in mentions(form.person):
        messages.warning(request, _("The address still stands in %(place)s.") % {"place": place})
    return True


def _file(found: dict[str, Any]) -> HttpResponse:
    text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="person.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
