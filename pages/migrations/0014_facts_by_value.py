"""Facts are found and counted by the start of their values."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Substr


def fill(apps: Any, schema_editor: Any) -> None:
    apps.get_model("pages", "Fact").objects.using(schema_editor.connection.alias).update(
        value_start=Substr("value", 1, 100)
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0013_outgoing_mail")]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="value_start",
            field=models.CharField(db_default="", default="", editable=False, max_length=100),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="fact", name="fact_by_key"),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["key", "value_start", "page"], name="fact_by_value"),
        ),
    ]
