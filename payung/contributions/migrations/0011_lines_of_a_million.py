"""What a million lines refer to is looked up in one join."""

from pathlib import Path

from django.db import migrations

ROOM = Path(__file__).parent.parent


class Migration(migrations.Migration):
    dependencies = [("contributions", "0010_past")]
    operations = [
        migrations.RunSQL(
            (ROOM / "lines_have_parents.sql").read_text(), migrations.RunSQL.noop, elidable=True
        ),
    ]
