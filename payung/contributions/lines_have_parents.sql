-- Does every line that a statement wrote refer to rows that exist? Arguments: column, table, column, table ...
-- Not DISTINCT: PostgreSQL takes a million different people for two hundred then, and looks each up by itself.

CREATE OR REPLACE FUNCTION lines_have_parents() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lost text;
BEGIN
    FOR place IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format(
            'SELECT c.%1$I::text FROM came c
             WHERE c.%1$I IS NOT NULL AND NOT EXISTS (SELECT FROM %2$I p WHERE p.id = c.%1$I) LIMIT 1',
            TG_ARGV[2 * place], TG_ARGV[2 * place + 1]) INTO lost;
        IF lost IS NOT NULL THEN
            RAISE EXCEPTION '% of % refers to % %, which does not exist', TG_ARGV[2 * place], TG_TABLE_NAME,
                TG_ARGV[2 * place + 1], lost USING ERRCODE = 'foreign_key_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
