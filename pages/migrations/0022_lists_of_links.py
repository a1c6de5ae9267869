"""Wanted and orphaned pages: rows that `derived` keeps from now on."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Exists, F, OuterRef, Q

ROWS_AT_ONCE = 2_000


def fill(apps: Any, schema_editor: Any) -> None:
    """What `recount` of the two tables says, of all names at once."""

    def rows_of(name: str) -> Any:
        return apps.get_model("pages", name).objects.using(schema_editor.connection.alias)

    links = rows_of("PageLink").filter(source__deleted_at=None)
    written = rows_of("Page").filter(deleted_at=None, slug=OuterRef("target_slug"))
    renamed = rows_of("Redirect").filter(page__deleted_at=None, slug=OuterRef("target_slug"))
    wanted = links.filter(~Exists(written), ~Exists(renamed)).order_by().values_list("target_slug")
    wanted_page, orphaned_page = (apps.get_model("pages", name) for name in ("WantedPage", "OrphanedPage"))
    rows = [wanted_page(slug=slug, link_count=number) for slug, number in wanted.annotate(n=Count("pk"))]
    rows_of("WantedPage").bulk_create(rows, batch_size=ROWS_AT_ONCE)

    old_names = rows_of("Redirect").filter(page=OuterRef(OuterRef("pk"))).values("slug")
    named = Q(target_slug=OuterRef("slug")) | Q(target_slug__in=old_names)
    orphaned = rows_of("Page").filter(~Exists(links.filter(named).exclude(source=OuterRef("pk"))))
    numbers = orphaned.filter(deleted_at=None).exclude(slug="home").values_list("pk", flat=True)
    rows_of("OrphanedPage").bulk_create(
        [orphaned_page(page_id=number) for number in numbers], batch_size=ROWS_AT_ONCE
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0020_search_in_two_tiers")]

    operations = [
        migrations.CreateModel(
            name="OrphanedPage",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="orphaned",
                        serialize=False,
                        to="pages.page",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WantedPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=255, unique=True)),
                ("link_count", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(F("link_count"), descending=True), F("slug"), name="wanted_most"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
