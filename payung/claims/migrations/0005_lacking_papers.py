"""Claims that lack one paper are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_schooling")]

    operations = [
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("state", "present"), _negated=True),
                fields=["kind", "claim"],
                name="papers_lacking",
            ),
        ),
    ]
