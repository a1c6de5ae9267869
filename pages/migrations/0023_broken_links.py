"""Outside links: when each was asked, and which are broken."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0023_watch_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("problem", models.CharField(blank=True, max_length=20)),
                ("checked_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="BrokenLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=1000)),
                ("problem", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="broken_links",
                        to="pages.page",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("page", "url"), name="broken_once")],
            },
        ),
    ]
