"""The chain is forged by the database itself."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL((Path(__file__).parent.parent / "chain.sql").read_text(), elidable=False)]
