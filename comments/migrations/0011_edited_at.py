"""When the text of a comment was last replaced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_discussion_modes")]

    operations = [
        migrations.AddField(
            model_name="pagecomment",
            name="edited_at",
            field=models.DateTimeField(help_text="When its text was last replaced.", null=True),
        ),
    ]
