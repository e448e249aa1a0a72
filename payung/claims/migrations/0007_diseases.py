"""What Permenaker 1/2025 Pasal 48A wants told of an occupational disease, each in its own place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_branch_files")]

    operations = [
        migrations.AddField("accident", "work_kind", models.CharField(blank=True, default="", max_length=120), preserve_default=False),
        migrations.AddField("accident", "work_length", models.CharField(blank=True, default="", max_length=60), preserve_default=False),
        migrations.AddField("accident", "diagnosis_sealed", models.BinaryField(null=True)),
    ]
