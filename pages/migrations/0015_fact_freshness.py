"""Reports of outdated facts, and the day on which a page's facts are due for review."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0014_facts_by_value"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("said", models.CharField(blank=True, help_text="The fact as it was.", max_length=300)),
                (
                    "mark",
                    models.CharField(help_text="An account, or a keyed hash of an address.", max_length=80),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waits for a decision"),
                            ("accepted", "The fact is outdated"),
                            ("dismissed", "The fact is right"),
                            ("answered", "The fact was changed"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="pagerendering",
            name="doubted",
            field=models.JSONField(help_text="Keys of facts that are known to be outdated.", null=True),
        ),
        migrations.AddField(
            model_name="pagerendering",
            name="review_by",
            field=models.DateField(help_text="The day after which a fact is due for review.", null=True),
        ),
        migrations.AddIndex(
            model_name="pagerendering",
            index=models.Index(fields=["review_by", "page"], name="facts_due"),
        ),
        migrations.AddField(
            model_name="factreport",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pages.contributor",
            ),
        ),
        migrations.AddField(
            model_name="factreport",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fact_reports", to="pages.page"
            ),
        ),
        migrations.AddIndex(
            model_name="factreport",
            index=models.Index(fields=["state", "id"], name="fact_report_queue"),
        ),
        migrations.AddIndex(
            model_name="factreport",
            index=models.Index(fields=["mark", "created_at"], name="fact_report_by_mark"),
        ),
        migrations.AddConstraint(
            model_name="factreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("page", "key", "mark"),
                name="fact_reported_once_a_person",
            ),
        ),
    ]
