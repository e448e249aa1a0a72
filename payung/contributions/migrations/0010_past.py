"""From here on the past of every row that a report reads is kept."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0009_fewer_indexes"),
        ("audit", "0003_past"),
        ("reference", "0002_dated_values"),
        ("programme", "0003_fund_changes_never_emptied"),
        ("people", "0003_merges"),
        ("selection", "0003_signed_is_frozen_on_both_sides"),
        ("enrolment", "0004_died_on"),
    ]
    operations = [migrations.RunSQL((Path(__file__).parent.parent / "past.sql").read_text(), elidable=False)]
