"""Recent changes, contributors and statistics: indexes, counters, visits."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count_revisions(apps: Any, schema_editor: Any) -> None:
    """Set-based, by one UPDATE: what `append` counts from now on."""
    using = schema_editor.connection.alias
    revisions = apps.get_model("pages", "Revision").objects.using(using).filter(author=OuterRef("pk"))
    counted = revisions.order_by().values("author").annotate(n=Count("pk")).values("n")
    people = apps.get_model("pages", "Contributor").objects.using(using)
    people.update(revision_count=Coalesce(Subquery(counted), 0))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pages", "0017_watches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DayCount",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("edits", models.PositiveIntegerField()),
                ("pages", models.PositiveIntegerField()),
                ("revisions", models.PositiveIntegerField()),
                ("contributors", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="visit",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("before", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="contributor",
            name="revision_count",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="contributor",
            index=models.Index(fields=["name"], name="contributor_by_name"),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(fields=["actor", "-created_at", "-id"], name="log_by_actor"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="revision_by_author",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("is_minor", False)),
                name="revision_major",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("number", 1)),
                name="revision_first",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                models.F("author"), condition=models.Q(("number", 1)), name="revision_first_by"
            ),
        ),
        migrations.RunPython(count_revisions, migrations.RunPython.noop),
    ]
