"""Forget the IP addresses that comments came from."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from comments.models import PageComment


def forget_addresses(*, now: datetime | None = None) -> int:
    """Drop those of comments older than KEEP_ADDRESSES_DAYS, whatever their state; returns how many."""
    limit = (now or timezone.now()) - timedelta(days=settings.KEEP_ADDRESSES_DAYS)
    old = PageComment.objects.filter(submit_date__lt=limit, ip_address__isnull=False)
    return old.order_by().update(ip_address=None)
