"""A branch template is for one kind of file: registration, or claims."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0002_reply")]

    operations = [
        migrations.AddField(
            model_name="exportprofile",
            name="purpose",
            field=models.CharField(default="registration", max_length=20),
        ),
    ]
