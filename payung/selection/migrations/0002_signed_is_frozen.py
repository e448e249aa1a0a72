"""A signed decree and its lines never change (M9)."""

from django.db import migrations

SQL = """
CREATE FUNCTION refuse_change_of_signed_decree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'signed' THEN
        RAISE EXCEPTION 'a signed decree never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER signed_decree_is_frozen BEFORE UPDATE OR DELETE ON selection_decree
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_decree();

CREATE FUNCTION refuse_change_of_signed_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.decree_id ELSE OLD.decree_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM selection_decree WHERE id = touched AND state = 'signed') THEN
        RAISE EXCEPTION 'the annex of a signed decree never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER signed_lines_are_frozen BEFORE UPDATE OR DELETE OR INSERT ON selection_decreeline
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_lines();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial")]
    operations = [migrations.RunSQL(SQL)]
