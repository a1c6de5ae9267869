"""The table of the site's version. Its triggers come after every `migrate`: see wikisite/edge/raising.py."""

from django.db import migrations, models


def nothing(apps, schema_editor):
    pass


def take_triggers_away(apps, schema_editor):
    from wikisite.edge.raising import uninstall

    uninstall(schema_editor.connection.alias)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="SiteVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(nothing, take_triggers_away),
    ]
