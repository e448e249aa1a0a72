-- Every row's past is kept by the database: before a row changes or goes, what it said is written down with the moment
-- until which it was known. `known_from` in the table itself says since when a row is known.
-- A moment is that of the transaction, or what the session says (`payung.moment`: a sample city that lives in 2025).
CREATE FUNCTION payung_moment() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('payung.moment', true), '')::timestamptz,
        transaction_timestamp() + coalesce(nullif(current_setting('payung.clock_shift', true), ''), '0')::interval)
$$;

CREATE TABLE audit_past (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    of_table text NOT NULL,
    row_id text NOT NULL,
    known_from timestamptz NOT NULL,
    known_until timestamptz NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX audit_past_of_table ON audit_past (of_table, known_until);
CREATE TRIGGER past_only_added BEFORE UPDATE OR DELETE ON audit_past
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Since when the past of this city is kept; an empty city is known from its first day.
CREATE TABLE audit_past_since (at timestamptz NOT NULL);
INSERT INTO audit_past_since
SELECT CASE WHEN EXISTS (SELECT FROM audit_auditline) THEN transaction_timestamp() ELSE '-infinity' END;

-- Sealed columns stay out: a person who is forgotten is forgotten here too.
CREATE FUNCTION keep_past_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_past (of_table, row_id, known_from, known_until, body)
    SELECT TG_TABLE_NAME, to_jsonb(b) ->> TG_ARGV[0], b.known_from, payung_moment(),
           to_jsonb(b) - TG_ARGV[1]::text[]
    FROM before b;
    RETURN NULL;
END $$;

CREATE FUNCTION keep_past(named text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    key_name text;
    sealed text[];
    event text;
BEGIN
    SELECT a.attname INTO key_name FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = named::regclass AND i.indisprimary;
    SELECT coalesce(array_agg(attname), '{}') INTO sealed FROM pg_attribute
    WHERE attrelid = named::regclass AND atttypid = 'bytea'::regtype AND NOT attisdropped;
    EXECUTE format('ALTER TABLE %I ADD COLUMN known_from timestamptz NOT NULL DEFAULT payung_moment()', named);
    FOREACH event IN ARRAY ARRAY['UPDATE', 'DELETE'] LOOP
        EXECUTE format(
            'CREATE TRIGGER keep_past_%s AFTER %s ON %I REFERENCING OLD TABLE AS before'
            ' FOR EACH STATEMENT EXECUTE FUNCTION keep_past_rows(%L, %L)',
            lower(event), event, named, key_name, sealed);
    END LOOP;
END $$;
