"""What readers found wrong with comments."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_rules"), ("pages", "0008_attachments")]

    operations = [
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("spam", "Spam or advertising"),
                            ("rude", "Rude or hurtful"),
                            ("off-topic", "Off topic"),
                            ("outdated", "Outdated or wrong"),
                            ("other", "Something else"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("mark", models.CharField(max_length=64)),
                ("is_trusted", models.BooleanField(default=False)),
                ("flagged_at", models.DateTimeField()),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers_flags",
                        to="comments.pagecomment",
                    ),
                ),
                (
                    "flagged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="flags",
                        to="pages.contributor",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["-flagged_at", "-id"], name="flag_newest"),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("comment", "mark"), name="flag_once_a_reader"),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["spam", "rude", "off-topic", "outdated", "other"])),
                name="flag_has_a_reason",
            ),
        ),
    ]
