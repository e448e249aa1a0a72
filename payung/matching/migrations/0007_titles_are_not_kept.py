"""Titles of columns are no longer kept; an answer knows whether its day is surely the day of death."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_nobody_with_himself"), ("files", "0002_matched_layouts_and_incoming")]

    operations = [
        migrations.AddField("registerextract", "decisions", models.JSONField(default=dict)),
        migrations.AddField("registerextract", "notes", models.JSONField(default=list)),
        migrations.RemoveField("registerextract", "headers"),
        migrations.DeleteModel("RegisterColumns"),
        migrations.AddField("registercheck", "is_day_sure", models.BooleanField(default=True)),
        migrations.AddField("registercheck", "quarter", models.CharField(blank=True, default="", max_length=7), preserve_default=False),
        migrations.AddField("registercheck", "job", models.CharField(blank=True, default="", max_length=80), preserve_default=False),
    ]
