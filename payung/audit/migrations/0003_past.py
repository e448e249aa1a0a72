"""The past of rows is kept by the database itself; each stage says of which tables."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [migrations.RunSQL((Path(__file__).parent.parent / "past.sql").read_text(), elidable=False)]
