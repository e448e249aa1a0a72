"""A line may neither leave a signed decree nor be moved into one, and neither table is emptied (M9)."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION refuse_change_of_signed_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.decree_id] WHEN 'DELETE' THEN ARRAY[OLD.decree_id]
                        ELSE ARRAY[OLD.decree_id, NEW.decree_id] END;
BEGIN
    IF EXISTS (SELECT 1 FROM selection_decree WHERE id = ANY(touched) AND state = 'signed') THEN
        RAISE EXCEPTION 'the annex of a signed decree never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION refuse_emptying_decrees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM selection_decree WHERE state = 'signed') THEN
        RAISE EXCEPTION 'signed decrees are never emptied' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER decrees_are_not_emptied BEFORE TRUNCATE ON selection_decree
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_emptying_decrees();
CREATE TRIGGER lines_are_not_emptied BEFORE TRUNCATE ON selection_decreeline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_emptying_decrees();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0002_signed_is_frozen")]
    operations = [migrations.RunSQL(SQL)]
