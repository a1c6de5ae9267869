"""A discussion that was not open went on showing its comments: it is read-only."""

from django.db import migrations, models


def keep_comments_shown(apps, schema_editor):
    apps.get_model("comments", "Discussion").objects.filter(is_open=False).update(mode="read-only")


def open_or_not(apps, schema_editor):
    apps.get_model("comments", "Discussion").objects.exclude(mode="open").update(is_open=False)


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_flags")]

    operations = [
        migrations.AddField(
            model_name="discussion",
            name="mode",
            field=models.CharField(
                choices=[
                    ("open", "Open: comments are shown and taken"),
                    ("read-only", "Read-only: comments are shown, no more are taken"),
                    ("closed", "Closed: no comments are shown or taken; those that are there are kept"),
                ],
                default="open",
                max_length=9,
            ),
        ),
        migrations.RunPython(keep_comments_shown, open_or_not),
        migrations.RemoveField(
            model_name="discussion",
            name="is_open",
        ),
        migrations.AddConstraint(
            model_name="discussion",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["open", "read-only", "closed"])),
                name="discussion_has_a_mode",
            ),
        ),
    ]
