"""A month in a few statements: what lines refer to is checked once a statement; an invoice's row holds only what it says."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

ROOM = Path(__file__).parent.parent


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0007_closed_stays_closed"),
        ("enrolment", "0002_reply"),
        ("people", "0001_initial"),
    ]
    operations = [
        migrations.RemoveField("invoiceline", "membership"),
        migrations.AlterField(
            "invoiceline",
            "invoice",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="contributions.invoice",
            ),
        ),
        migrations.AlterField(
            "orderline",
            "order",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="contributions.paymentorder",
            ),
        ),
        migrations.AlterField(
            "orderline",
            "membership",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enrolment.membership",
            ),
        ),
        migrations.AlterField(
            "orderline",
            "worker",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.worker",
            ),
        ),
        migrations.RunSQL((ROOM / "lines_have_parents.sql").read_text(), elidable=False),
        migrations.RunSQL((ROOM / "references.sql").read_text(), elidable=False),
    ]
