"""Titles of columns may hold a person (a list without titles): they are no longer kept, and what was kept is deleted."""

from django.db import migrations, models


def sheet_to_sheets(apps, schema_editor):
    Batch = apps.get_model("intake", "Batch")
    for batch in Batch.objects.exclude(sheet="").only("pk", "sheet").iterator():
        Batch.objects.filter(pk=batch.pk).update(sheets=[batch.sheet])


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_sent_before"), ("files", "0002_matched_layouts_and_incoming")]

    operations = [
        migrations.AddField("batch", "sheets", models.JSONField(default=list)),
        migrations.AddField("batch", "decisions", models.JSONField(default=dict)),
        migrations.AddField("batch", "skipped", models.PositiveIntegerField(default=0)),
        migrations.RunPython(sheet_to_sheets, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("batch", "sheet"),
        migrations.RemoveField("batch", "columns"),
        migrations.DeleteModel("ColumnMap"),
    ]
