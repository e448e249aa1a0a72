from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0001_initial")]

    operations = [
        migrations.AddField("recipient", "for_family", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "recipient",
            models.CheckConstraint(
                condition=models.Q(for_family=False) | models.Q(received_at=None) | ~models.Q(taken_by=""),
                name="a_family_parcel_names_who_took_it",
            ),
        ),
    ]
