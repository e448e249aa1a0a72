"""Deaths recorded before this version: what stood before them, as far as the tables still say it.

A membership that a death ended ran on; a place that a death released was decreed when a decree or a registration names it,
called when it replaces another, selected within the quota, and a number of the waiting list otherwise.
"""

from django.db import migrations

KEEP = """
WITH dead AS (
    SELECT DISTINCT worker_id FROM enrolment_membership WHERE died_on IS NOT NULL OR end_reason = 'meninggal'
    UNION SELECT worker_id FROM selection_place WHERE released_for = 'meninggal'
)
INSERT INTO enrolment_beforedeath (worker_id, at, before)
SELECT dead.worker_id, now(), jsonb_build_object(
    'memberships', coalesce((SELECT jsonb_object_agg(m.id, jsonb_build_object(
        'end_on', CASE WHEN m.end_reason <> 'meninggal' THEN m.end_on END,
        'end_reason', CASE WHEN m.end_reason <> 'meninggal' THEN m.end_reason ELSE '' END))
        FROM enrolment_membership m WHERE m.worker_id = dead.worker_id), '{}'),
    'cards', coalesce((SELECT jsonb_agg(last.id) FROM (
        SELECT max(c.id) AS id FROM enrolment_card c JOIN enrolment_membership m ON m.id = c.membership_id
        WHERE m.worker_id = dead.worker_id AND m.end_reason = 'meninggal' GROUP BY m.id) last), '[]'),
    'registrations', coalesce((SELECT jsonb_object_agg(r.id, CASE WHEN r.sent_in_id IS NULL THEN 'ready' ELSE 'sent' END)
        FROM enrolment_registration r JOIN selection_place p ON p.id = r.place_id
        WHERE r.worker_id = dead.worker_id AND r.state = 'refused' AND r.replied_on IS NULL
          AND p.released_for = 'meninggal'), '{}'),
    'places', coalesce((SELECT jsonb_object_agg(p.id, CASE
        WHEN EXISTS (SELECT FROM enrolment_registration r WHERE r.place_id = p.id) THEN 'decreed'
        WHEN EXISTS (SELECT FROM selection_decreeline l JOIN selection_decree d ON d.id = l.decree_id
                     WHERE l.place_id = p.id AND d.state = 'signed' AND NOT l.leaves) THEN 'decreed'
        WHEN p.replaces_id IS NOT NULL THEN 'called'
        WHEN p.rank <= (SELECT q.places FROM programme_quota q WHERE q.round_id = p.round_id AND q.sector_id = p.sector_id)
            THEN 'selected'
        ELSE 'waiting' END)
        FROM selection_place p WHERE p.worker_id = dead.worker_id AND p.released_for = 'meninggal'), '{}'))
FROM dead
"""


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0005_released_seats_and_deaths"),
        ("programme", "0003_fund_changes_never_emptied"),
    ]
    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop, elidable=False)]
