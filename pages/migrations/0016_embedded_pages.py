"""Links know whether the page that they lead to is shown inside the other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0015_fact_freshness"),
    ]

    operations = [
        migrations.AddField(
            model_name="pagelink",
            name="is_embedded",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
