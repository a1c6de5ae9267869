import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_spam_score_learns"),
        ("pages", "0008_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, help_text="A stranger's, in lower case.", max_length=254),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "contributor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="pages.contributor",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="pages.page"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        help_text="The comment that the thread starts with; none for all comments of the page.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="comments.pagecomment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=["email"],
                        name="follow_by_address",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contributor__isnull", False), ("email", "")),
                            models.Q(("contributor__isnull", True), models.Q(("email", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="follow_is_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("thread__isnull", True)),
                        fields=("page", "contributor"),
                        name="follow_discussion_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contributor__isnull", True), ("thread__isnull", True)),
                        fields=("page", "email"),
                        name="follow_discussion_once_by_mail",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("thread__isnull", False)),
                        fields=("thread", "contributor"),
                        name="follow_thread_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contributor__isnull", True), ("thread__isnull", False)),
                        fields=("thread", "email"),
                        name="follow_thread_once_by_mail",
                    ),
                ],
            },
        ),
    ]
