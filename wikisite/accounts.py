"""Accounts by django-allauth: what a confirmed address gives, and how our screens speak."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.signals import email_confirmed
from allauth.core import context as allauth_context
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from pages.models import OutgoingMail
from pages.notify import one_line, queue_mails
from pages.permissions import load_with_groups


class WikiBackend(AuthenticationBackend):
    """Allauth's signing in; a request of somebody signed in reads account and groups by one query."""

    def get_user(self, user_id: Any) -> Any:
        person = load_with_groups(get_user_model()._default_manager.all(), user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's rules in our words, and its mail through our outbox: a mail server breaks no sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not belong together. Try again."),
        "username_password_mismatch": _("This user name and password do not belong together. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, or reset your password."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"request": allauth_context.request, "email": email, "current_site": None}
        message = self.render_mail(template_prefix, email, {**site, **context})
        person = context.get("user")
        mail = OutgoingMail(
            key=f"account:{uuid4()}",
            person=person if person and person.pk else None,
            to=email,
            subject=one_line(message.subject),
            text=message.body,
        )
        queue_mails([mail])


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
