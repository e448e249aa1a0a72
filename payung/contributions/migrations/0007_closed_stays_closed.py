"""The database itself refuses a payment into a closed month (L15), and what a correction showed is never edited (M7)."""

from django.db import migrations

SQL = """
CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.correction_id IS NULL AND EXISTS (
        SELECT 1 FROM contributions_monthclosing c
        JOIN contributions_paymentorder o ON o.round_id = c.round_id AND o.month = c.month
        WHERE c.reopened_at IS NULL AND o.id = CASE split_part(NEW.key, ':', 1)
            WHEN 'order' THEN split_part(NEW.key, ':', 2)::bigint
            WHEN 'line' THEN (SELECT order_id FROM contributions_orderline
                              WHERE id = CASE WHEN NEW.key LIKE 'line:%' THEN split_part(NEW.key, ':', 2)::bigint END)
            END) THEN
        RAISE EXCEPTION 'month is closed: %', NEW.key USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_into_open_month BEFORE INSERT ON contributions_transfer
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
CREATE TRIGGER correction_step_only_added BEFORE UPDATE OR DELETE ON contributions_correctionstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
UNDO = """
DROP TRIGGER transfer_into_open_month ON contributions_transfer;
DROP TRIGGER correction_step_only_added ON contributions_correctionstep;
DROP FUNCTION refuse_closed_month();
"""


class Migration(migrations.Migration):
    dependencies = [("contributions", "0006_corrections"), ("audit", "0002_chain")]
    operations = [migrations.RunSQL(SQL, UNDO)]
