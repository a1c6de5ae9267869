"""Accounts by django-allauth: what a confirmed address gives, and how our screens speak."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import email_confirmed
from django.contrib.auth.models import Group
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's rules in our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not belong together. Try again."),
        "username_password_mismatch": _("This user name and password do not belong together. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, or reset your password."),
    }


@receiver(email_confirmed, dispatch_uid="wikisite.make_contributor")
def make_contributor(sender: Any, request: Any, email_address: Any, **kwargs: Any) -> None:
    """A confirmed address makes its person a contributor."""
    email_address.user.groups.add(Group.objects.get_or_create(name="Contributors")[0])


@never_cache
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The admin's own sign-in knows neither our limits nor our design: lead to the one that does.

    Who is signed in and still is sent here lacks the right: another sign-in would lead in a circle.
    """
    if request.user.is_authenticated:
        reason = gettext("The administration is for moderators and administrators.")
        return render(request, "403.html", {"reason": reason}, status=403)
    target = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
