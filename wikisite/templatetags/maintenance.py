"""What a form says while nothing can be written."""

from django import template

from wikisite.models import Maintenance

register = template.Library()


@register.simple_tag
def maintenance() -> Maintenance | None:
    """The pause that holds now, so that nobody types at length to be told afterwards."""
    return Maintenance.objects.first()
