"""How fast do the board and the lists of claims answer at 50,000 cases? p50 and p95 of each address, warm.

python benchmarks/claims_board.py [cases]
"""

import statistics
import sys
import time

from payung.config import start

ADDRESSES = (
    "/klaim/",
    "/klaim/?page=800",
    "/klaim/?urut=due_on",
    "/klaim/?keadaan=filed",
    "/klaim/?hanya=lewat&urut=due_on",
    "/klaim/?hanya=belum",
    "/klaim/?kurang=akta_kematian",
    "/klaim/?cari=budi",
    "/klaim/?cari=K-00777",
    "/klaim/selisih/",
    "/klaim/kabar/",
    "/klaim/kabar/?keadaan=matched&page=1700",
    "/klaim/cabang/",
    "/klaim/beasiswa/?page=900",
    "/jangkauan/?page=900",
    "/klaim/777/",
)
ROUNDS = 30
TARGET_MS = 300
FILL = """
INSERT INTO people_worker (id, name, birth_date, birth_place, sex, address, rt, rw, outside_address, kelurahan_id, nik_sealed,
                           nik_index, registered_at)
SELECT gen_random_uuid(), (ARRAY['BUDI','SITI','SLAMET','SUPARMI','HOLIL'])[1 + n % 5] || ' ' || md5(n::text), '1970-01-01', '', 'L',
       '', '', '', '', '35.74.03.1001', '\\x00', decode(md5(n::text) || md5((n + 1)::text), 'hex'), now()
FROM generate_series(1, %(cases)s) n;
INSERT INTO claims_event (worker_id, kind, happened_on, place, story, reporter_name, reporter_kin, source, key, reported_at)
SELECT id, 'death', '2025-01-01'::date + (random() * 300)::int, '', '', 'Keluarga', '', 'family', gen_random_uuid(), now()
FROM people_worker;
INSERT INTO claims_claim (event_id, worker_id, state, cover_state, needs_confirmation, estimate_rp, estimate, filed_on, paid_on, paid_rp,
                          bpjs_number, refusal, due_on, changed_at, version)
SELECT id, worker_id, s, 'active', false, 42000000, '{}', CASE WHEN s IN ('filed', 'paid') THEN happened_on + 20 END,
       CASE WHEN s = 'paid' THEN happened_on + 30 END, CASE WHEN s = 'paid' THEN 42000000 END, '', '',
       CASE WHEN s <> 'paid' THEN happened_on + 40 END, now(), 0
FROM (SELECT e.*, (ARRAY['collecting','complete','filed','paid','paid'])[1 + id % 5] s FROM claims_event e) e;
INSERT INTO claims_paper (claim_id, kind, state, note, changed_at)
SELECT c.id, k, CASE WHEN c.id % 3 = 0 OR c.state = 'paid' THEN 'present' ELSE 'missing' END, '', now()
FROM claims_claim c CROSS JOIN unnest(ARRAY['kartu_peserta','ktp_peserta','kk','buku_tabungan','surat_pengantar','akta_kematian',
  'surat_ahli_waris','ktp_ahli_waris','buku_nikah','formulir_4','npwp']) k;
INSERT INTO claims_notice (number, source, kind, state, name, happened_on, place, story, reporter_name, reporter_kin, is_family, doubt,
                           key, claim_id, heard_at, note)
SELECT substr(md5(id::text), 1, 14), 'dukcapil', 'death', CASE WHEN id % 10 = 0 THEN 'open' ELSE 'matched' END, 'BUDI', happened_on, '', '',
       '', '', false, '', gen_random_uuid(), (SELECT c.id FROM claims_claim c WHERE c.event_id = e.id), now(), ''
FROM claims_event e;
INSERT INTO claims_pupil (claim_id, name, birth_date, level, year_in_level, told_on, married, work, ended_why)
SELECT id, 'ROHIM', '2014-02-03', 'SD', 3, '2025-12-01', false, 'tidak', '' FROM claims_claim;
INSERT INTO claims_schoolyear (pupil_id, year, level, year_in_level, amount_rp, due_on, state, papers, note)
SELECT id, y, 'SD', 3, 1500000, make_date(y, 7, 1), CASE WHEN y = 2026 THEN 'due' ELSE 'paid' END, '[]', ''
FROM claims_pupil CROSS JOIN generate_series(2025, 2026) y;
INSERT INTO outreach_message (topic, claim_id, to_name, text, state, key, prepared_at)
SELECT 'condolence', id, 'SUTINI', 'Turut berdukacita', CASE WHEN id % 2 = 0 THEN 'prepared' ELSE 'sent' END, gen_random_uuid(), now()
FROM claims_claim;
"""


def main(cases: int) -> int:
    with start.throw_away_city():
        start.prepare_tables()
        start.manage(["collectstatic", "--no-input", "--verbosity=0"])
        client = _client()
        _fill(cases)
        worst = max(_measure(client, address) for address in ADDRESSES)
        _measure_one_notice(cases)
    print(f"terburuk p95 {worst:.0f} ms dari {TARGET_MS} ms, {cases} kasus")
    return int(worst > TARGET_MS)


def _client():
    from django.conf import settings  # noqa: PLC0415 (needs Django set up)
    from django.test import Client  # noqa: PLC0415

    from payung.accounts.enums import Role  # noqa: PLC0415
    from payung.accounts.models import User  # noqa: PLC0415
    from payung.reference.actions import set_up_city  # noqa: PLC0415

    settings.REQUIRE_SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["*"]
    set_up_city()
    client = Client()
    client.force_login(User.objects.create(username="uji", full_name="Uji", role=Role.DINAS_OPERATOR))
    return client


def _fill(cases: int) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(FILL.replace("%(cases)s", str(cases)))
        cursor.execute("VACUUM ANALYZE")  # as autovacuum has done long before there are so many


def _measure(client, address: str) -> float:
    """p95 in milliseconds."""
    assert client.get(address).status_code == 200, address
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begin) * 1000)
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    print(f"{address:40} p50 {statistics.median(times):6.0f} ms   p95 {p95:6.0f} ms")
    return p95


def _measure_one_notice(people: int) -> None:
    """Who may be meant by one report: with a kelurahan and a mistyped NIK, and by a name alone."""
    from payung.claims.finding import Told  # noqa: PLC0415
    from payung.claims.queries import candidates_of  # noqa: PLC0415

    for words, told in (
        ("satu kabar, NIK salah ketik", Told("", "3574011205809021")),
        ("satu kabar, nama saja", Told("BUDI SANTOSO")),
    ):
        candidates_of(told)
        begin, used = time.perf_counter(), time.process_time()
        candidates_of(told)
        took, cpu = (time.perf_counter() - begin) * 1000, (time.process_time() - used) * 1000
        print(f"{words:40} {took:6.0f} ms (CPU {cpu:.0f} ms) dari {people} orang")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
