from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0005_votes"),
        ("pages", "0008_attachments"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="discussion",
            index=models.Index(fields=["-approved_count", "-page"], name="discussion_longest"),
        ),
    ]
