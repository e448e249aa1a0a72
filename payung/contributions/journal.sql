-- Every transfer with the decree (SK) and month it stands for, in the order of the books. An order of several decrees is
-- one transfer and several legs: the lines' sums of each decree lie side by side as spans, and a transfer covers a stretch of them.
WITH decree_of AS (
    SELECT DISTINCT ON (l.place_id) l.place_id, l.decree_id
    FROM selection_decreeline l JOIN selection_decree d ON d.id = l.decree_id
    WHERE d.state = 'signed' AND NOT l.leaves ORDER BY l.place_id, d.version
), part AS (
    SELECT l.order_id, l.month, coalesce(d.decree_id, 0) AS decree_id, sum(l.amount_rp) AS rp
    FROM contributions_orderline l JOIN enrolment_membership m ON m.id = l.membership_id
    LEFT JOIN decree_of d ON d.place_id = m.place_id GROUP BY 1, 2, 3
), span AS (
    SELECT order_id, month, decree_id, sum(rp) OVER before - rp AS from_rp, sum(rp) OVER before AS to_rp,
           sum(rp) OVER (PARTITION BY order_id) AS whole_rp
    FROM part WINDOW before AS (PARTITION BY order_id ORDER BY month, decree_id)
), moved AS (
    SELECT t.*, split_part(t.key, ':', 1) AS what, split_part(t.key, ':', 3) AS step,
           substring(t.key FROM '^order:(\d+):')::bigint AS order_id, substring(t.key FROM '^line:(\d+):')::bigint AS line_id
    FROM contributions_transfer t
)
SELECT t.id, t.effective_on, t.recorded_at, t.what, t.step, t.order_id, t.line_id, t.reverses_id, t.amount_rp,
       d.fund_id, d.kind, c.fund_id, c.kind, coalesce(s.month, l.month),
       CASE WHEN t.line_id IS NOT NULL THEN coalesce(dl.decree_id, 0) ELSE s.decree_id END,
       CASE WHEN s.order_id IS NULL THEN t.amount_rp
            WHEN t.step = 'pay' THEN least(s.to_rp, s.whole_rp) - greatest(s.from_rp, s.whole_rp - t.amount_rp)
            ELSE least(s.to_rp, t.amount_rp) - s.from_rp END::bigint
FROM moved t
JOIN contributions_account d ON d.id = t.debit_id
JOIN contributions_account c ON c.id = t.credit_id
LEFT JOIN span s ON s.order_id = t.order_id
  AND CASE WHEN t.step = 'pay' THEN s.to_rp > s.whole_rp - t.amount_rp ELSE s.from_rp < t.amount_rp END
LEFT JOIN contributions_orderline l ON l.id = t.line_id
LEFT JOIN enrolment_membership m ON m.id = l.membership_id
LEFT JOIN decree_of dl ON dl.place_id = m.place_id
ORDER BY t.effective_on, t.id, s.month, s.decree_id
