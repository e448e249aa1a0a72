from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0004_letters")]

    operations = [
        migrations.CreateModel(
            name="Clinic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("always_open", models.BooleanField(default=False)),
                ("checked_on", models.DateField()),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "address"), name="clinic_listed_once")
                ],
            },
        ),
    ]
