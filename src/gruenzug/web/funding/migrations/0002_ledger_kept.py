"""The database refuses to change or delete what was booked."""

from django.db import migrations

from gruenzug.web.funding import protection


def protect(apps, schema_editor):
    protection.install(schema_editor.connection)


def lift(apps, schema_editor):
    protection.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]

    operations = [migrations.RunPython(protect, lift)]
