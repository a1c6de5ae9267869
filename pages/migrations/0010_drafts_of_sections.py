"""A draft may be of one section of a page."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0009_contents"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "draft",
            "section",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Id of its heading; empty: the page.",
                max_length=132,
            ),
        ),
        migrations.RemoveConstraint("draft", "draft_live_once_a_base"),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                condition=models.Q(discarded_at=None),
                fields=["person", "page", "base", "section"],
                name="draft_live_once_a_section",
            ),
        ),
    ]
