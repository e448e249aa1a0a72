-- Does every line refer to rows that exist? Asked once a statement of the rows it wrote, not once a row and key:
-- a foreign key of PostgreSQL asks per row, which was half the time of a month.
-- Writers hold ROW EXCLUSIVE on the lines before they look; who deletes what lines refer to takes a lock that
-- waits for them and makes them wait. So one of the two always sees the other. (`lines_have_parents.sql` asks for a statement.)

CREATE FUNCTION line_has_parents() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_it boolean;
BEGIN
    FOR place IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I p WHERE p.id = ($1).%I)', TG_ARGV[2 * place + 1], TG_ARGV[2 * place])
            INTO found_it USING NEW;
        IF NOT found_it THEN
            RAISE EXCEPTION '% of % refers to a row of % which does not exist', TG_ARGV[2 * place], TG_TABLE_NAME,
                TG_ARGV[2 * place + 1] USING ERRCODE = 'foreign_key_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION parents_keep_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', TG_ARGV[0]);
    EXECUTE format('SELECT g.id::text FROM gone g WHERE EXISTS (SELECT FROM %I c WHERE c.%I = g.id) LIMIT 1',
                   TG_ARGV[0], TG_ARGV[1]) INTO kept;
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION 'row % of % is still referred to by %', kept, TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER invoice_line_refers AFTER INSERT ON contributions_invoiceline
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT
    EXECUTE FUNCTION lines_have_parents('invoice_id', 'contributions_invoice');
CREATE TRIGGER invoice_line_moves AFTER UPDATE OF invoice_id ON contributions_invoiceline
    FOR EACH ROW WHEN (OLD.invoice_id <> NEW.invoice_id)
    EXECUTE FUNCTION line_has_parents('invoice_id', 'contributions_invoice');
CREATE TRIGGER order_line_refers AFTER INSERT ON contributions_orderline
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT
    EXECUTE FUNCTION lines_have_parents('order_id', 'contributions_paymentorder',
                                        'membership_id', 'enrolment_membership', 'worker_id', 'people_worker');
CREATE TRIGGER order_line_moves AFTER UPDATE OF order_id, membership_id, worker_id ON contributions_orderline
    FOR EACH ROW WHEN (OLD.order_id <> NEW.order_id OR OLD.membership_id <> NEW.membership_id OR OLD.worker_id <> NEW.worker_id)
    EXECUTE FUNCTION line_has_parents('order_id', 'contributions_paymentorder',
                                      'membership_id', 'enrolment_membership', 'worker_id', 'people_worker');

CREATE TRIGGER invoice_keeps_lines AFTER DELETE ON contributions_invoice
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION parents_keep_lines('contributions_invoiceline', 'invoice_id');
CREATE TRIGGER order_keeps_lines AFTER DELETE ON contributions_paymentorder
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION parents_keep_lines('contributions_orderline', 'order_id');
CREATE TRIGGER membership_keeps_lines AFTER DELETE ON enrolment_membership
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION parents_keep_lines('contributions_orderline', 'membership_id');
CREATE TRIGGER worker_keeps_lines AFTER DELETE ON people_worker
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION parents_keep_lines('contributions_orderline', 'worker_id');

-- Paying a month writes one date into each of its lines: half-full pages take the new version beside the old one,
-- so that none of the indexes is touched.
ALTER TABLE contributions_orderline SET (fillfactor = 50);
