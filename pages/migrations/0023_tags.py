"""Tags: rows that `derived` keeps from now on."""

from collections import Counter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from pages.text.tags import tags_of

ROWS_AT_ONCE = 2_000


def fill(apps: Any, schema_editor: Any) -> None:
    """The tags of all pages that are not deleted, as their front matter has them."""
    tag, page_tag, rendering = (apps.get_model("pages", name) for name in ("Tag", "PageTag", "PageRendering"))
    using = schema_editor.connection.alias
    pages = rendering.objects.using(using).filter(page__deleted_at=None).order_by("page")
    rows, names, counts = [], {}, Counter()
    for page, slug, values in pages.values_list("page", "page__slug", "front_matter").iterator():
        for found, name in tags_of(values).items():
            rows.append(page_tag(page_id=page, slug=found, page_slug=slug))
            names.setdefault(found, name)
            counts[found] += 1
    page_tag.objects.using(using).bulk_create(rows, batch_size=ROWS_AT_ONCE)
    tag.objects.using(using).bulk_create(
        [tag(slug=slug, name=names[slug], page_count=counts[slug]) for slug in names], batch_size=ROWS_AT_ONCE
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0022_lists_of_links")]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("slug", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("page_count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PageTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=120)),
                ("page_slug", models.CharField(max_length=255)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="pages.page"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("slug", "page_slug"), name="tag_once")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
