"""What every template may know of the site."""

from django.conf import settings
from django.http import HttpRequest

CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"


def site(request: HttpRequest) -> dict[str, object]:
    """Return `site_name`, `site_url` (no slash at its end) and `mail_is_printed` (mail reaches nobody)."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "mail_is_printed": settings.EMAIL_BACKEND == CONSOLE_MAIL,
    }
