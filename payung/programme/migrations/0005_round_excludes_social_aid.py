from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_rounds_mended_and_cancelled")]

    operations = [
        migrations.AddField("round", "exclude_social_aid", models.BooleanField(db_default=False, default=False)),
    ]
