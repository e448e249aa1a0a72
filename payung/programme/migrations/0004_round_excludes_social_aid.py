from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_fund_changes_never_emptied")]

    operations = [
        migrations.AddField("round", "exclude_social_aid", models.BooleanField(default=False)),
    ]
