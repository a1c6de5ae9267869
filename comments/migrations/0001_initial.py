import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("django_comments_xtd", "0008_auto_20200920_2037"),
        ("pages", "0002_search_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="discussion",
                        serialize=False,
                        to="pages.page",
                    ),
                ),
                ("approved_count", models.PositiveIntegerField(default=0)),
                ("is_open", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="PageComment",
            fields=[
                (
                    "xtdcomment_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="django_comments_xtd.xtdcomment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("approved", "Approved"),
                            ("spam", "Spam"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("path", models.CharField(max_length=606)),
                ("depth", models.PositiveSmallIntegerField(default=0)),
                (
                    "author_mark",
                    models.CharField(
                        help_text="One author's comments share it, account or not.", max_length=300
                    ),
                ),
                ("score", models.SmallIntegerField(null=True)),
                ("html", models.TextField()),
                ("submission_key", models.CharField(max_length=64, unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="pages.contributor",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="pages.page"
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replies",
                        to="comments.pagecomment",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="pages.revision",
                        verbose_name="written under",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
            },
            bases=("django_comments_xtd.xtdcomment",),
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("approved", "Approved"),
                            ("spam", "Spam"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        max_length=8,
                        verbose_name="was",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("approved", "Approved"),
                            ("spam", "Spam"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        max_length=8,
                        verbose_name="became",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="comments.pagecomment",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="pages.contributor",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pagecomment",
            index=models.Index(fields=["page", "state", "path"], name="comment_shown"),
        ),
        migrations.AddIndex(
            model_name="pagecomment",
            index=models.Index(fields=["state", "xtdcomment_ptr"], name="comment_queue"),
        ),
        migrations.AddIndex(
            model_name="pagecomment",
            index=models.Index(fields=["author_mark", "state"], name="comment_author"),
        ),
        migrations.AddConstraint(
            model_name="pagecomment",
            constraint=models.UniqueConstraint(fields=("page", "path"), name="comment_path_once"),
        ),
        migrations.AddConstraint(
            model_name="pagecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "approved", "spam", "rejected", "removed"])),
                name="comment_has_a_state",
            ),
        ),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["-decided_at", "-id"], name="verdict_newest"),
        ),
    ]
