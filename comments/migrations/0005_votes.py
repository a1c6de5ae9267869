import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0004_follows"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
        ("pages", "0008_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="pagecomment",
            name="helpful_count",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="Votes that readers see: none unless approved.",
            ),
        ),
        migrations.AddIndex(
            model_name="pagecomment",
            index=models.Index(
                condition=models.Q(("reply_to__isnull", True)),
                fields=["page", "-path"],
                name="comment_threads",
            ),
        ),
        migrations.AddIndex(
            model_name="pagecomment",
            index=models.Index(
                condition=models.Q(("reply_to__isnull", True)),
                fields=["page", "-helpful_count", "path"],
                name="comment_threads_helpful",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="comments.pagecomment"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="contributor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="pages.contributor"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("comment", "contributor"), name="vote_once"),
        ),
    ]
