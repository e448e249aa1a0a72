"""Transfers are only ever added (L3), whoever asks. `refuse_change` comes with the audit chain."""

from django.db import migrations

SQL = """
CREATE TRIGGER transfer_only_added BEFORE UPDATE OR DELETE ON contributions_transfer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_never_emptied BEFORE TRUNCATE ON contributions_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial"), ("audit", "0002_chain")]
    operations = [migrations.RunSQL(SQL)]
