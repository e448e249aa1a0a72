"""Amendments are only added, also against emptying the whole table at once."""

from django.db import migrations

SQL = """
CREATE TRIGGER fund_change_never_emptied BEFORE TRUNCATE ON programme_fundchange
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_fund_changes_and_spans"), ("audit", "0002_chain")]
    operations = [migrations.RunSQL(SQL)]
