"""A year of the whole city: 11,023 workers, 60 deaths and 25 accidents, of which four in ten families never say a word.

Truth is known here and nowhere else: who died, when, who was covered. The office hears from families, from a Dukcapil list with
its usual faults (some deaths missing, mistyped numbers, other spellings), from RT/RW; an officer chooses among candidates as he
would at the door. At the end every covered death must have a filed claim, and nobody living or uncovered one.
"""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from payung.claims import actions, queries
from payung.claims.actions.notices import News
from payung.claims.enums import ClaimState, EventKind, NoticeState, PaperState, Source
from payung.claims.models import Claim, Notice
from payung.enrolment.models import Membership
from payung.people.actions import register_workers
from payung.rules.months import first_day, parse_month
from payung.selection.models import Place
from tests import cast
from tests.claims.scene import pay

pytestmark = pytest.mark.django_db
MAY = parse_month("2025-05")
WORKERS, DEATHS, ACCIDENTS, SILENT = 11_023, 60, 25, 0.4
NEVER_PAID = 400  # registered, but no month was ever paid for them: their deaths are not covered
END = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
GIVEN = (
    "SLAMET",
    "SITI",
    "MOCH",
    "SUPARMI",
    "HOLIL",
    "BUATI",
    "RUKAYAH",
    "ABDUL",
    "SUTRISNO",
    "PONIMAN",
    "SULASTRI",
    "MISNATI",
)
FAMILY = (
    "RIYADI",
    "AMINAH",
    "ROHMAN",
    "WATI",
    "SANTOSO",
    "HARIYANTO",
    "NINGSIH",
    "UTOMO",
    "KARTINI",
    "SUBAKIR",
    "ARIFIN",
    "LAILA",
    "MASRUROH",
)
THIRD = ("", " BIN KARTO", " PUTRA", " HADI", " INDAH", " JAYA", " LESTARI", " SARI")


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def luck():
    return random.Random(2025)


@pytest.fixture
def memberships(city, luck):
    round = cast.round_2025(city.rani)
    people, counts = [], Counter()
    for serial in range(WORKERS):
        born = date(1961, 1, 1) + timedelta(days=luck.randrange(14_000))
        people.append(
            cast.person(serial, luck.choice(GIVEN) + " " + luck.choice(FAMILY) + luck.choice(THIRD), birth_date=born, nik=number(born, counts),
                        kelurahan_code=luck.choice((cast.MAYANGAN, cast.KADEMANGAN)), kk="", phone="")
        )  # fmt: skip
    workers = register_workers(people, by=None, at=cast.NOW)
    places = Place.objects.bulk_create(
        Place(round=round, sector_id="petani", worker_id=w, rank=i, score=0, state="decreed", starts_month=MAY, changed_at=cast.NOW)
        for i, w in enumerate(workers, start=1)
    )  # fmt: skip
    made = Membership.objects.bulk_create(
        Membership(
            worker_id=p.worker_id, place=p, kpj=f"25{i:09d}", start_on=first_day(MAY), recorded_at=cast.NOW
        )
        for i, p in enumerate(places)
    )
    pay(made[:1], range(MAY, MAY + 8), city)
    with connection.cursor() as cursor:  # the same months for everybody but the last ones
        cursor.execute(
            """INSERT INTO contributions_orderline (order_id, membership_id, worker_id, month, amount_rp, is_live, paid_on)
               SELECT l.order_id, m.id, m.worker_id, l.month, l.amount_rp, true, l.paid_on
               FROM contributions_orderline l CROSS JOIN enrolment_membership m WHERE m.id = ANY(%s)""",
            [[m.pk for m in made[1:-NEVER_PAID]]],
        )
    return list(zip(people, made, strict=True))


def number(born: date, counts: Counter) -> str:
    """A NIK as the office writes it; serials run from 9000 on per birth day."""
    counts[born] += 1
    return f"357403{born:%d%m%y}{8999 + counts[born]:04d}"


def spoilt(person, luck) -> dict:
    """What the Dukcapil list says of him: mostly right."""
    told = {
        "name": person.name,
        "nik": person.nik,
        "birth_date": person.birth_date,
        "kelurahan": person.kelurahan_code,
    }
    fault = luck.random()
    if fault < 0.10:
        at = luck.randrange(12, 16)
        told["nik"] = told["nik"][:at] + str((int(told["nik"][at]) + 1) % 10) + told["nik"][at + 1 :]
    elif fault < 0.20:
        told["name"] = told["name"].replace("U", "OE", 1)
    elif fault < 0.25:
        told["nik"] = ""
    return told


def test_a_year_leaves_no_covered_death_unclaimed(memberships, city, luck):
    dead = luck.sample(range(WORKERS), DEATHS)
    hurt = luck.sample([i for i in range(WORKERS) if i not in dead], ACCIDENTS)
    truth = {
        memberships[i][1].worker_id: date(2025, 5, 3) + timedelta(days=luck.randrange(330)) for i in dead
    }
    strangers = [News.of_list(Source.DUKCAPIL, name=f"{luck.choice(GIVEN)} {luck.choice(FAMILY)}", birth_date=date(1935, 1, 1) + timedelta(days=n),
                              nik=f"3574990101350{n:03d}", happened_on=date(2025, 8, 1)) for n in range(300)]  # fmt: skip
    register, told = list(strangers), []
    for i in dead:
        person, member = memberships[i]
        day = truth[member.worker_id]
        if luck.random() >= SILENT:
            told.append(of_family(person, day))
        elif luck.random() < 0.9:
            register.append(News.of_list(Source.DUKCAPIL, happened_on=day, **spoilt(person, luck)))
        else:  # not yet at Dukcapil: the RT knows
            register.append(
                News.of_list(
                    Source.RT_RW,
                    name=person.name,
                    kelurahan=person.kelurahan_code,
                    birth_date=person.birth_date,
                    happened_on=day,
                )
            )
    for i in hurt:
        report_accident(*memberships[i], luck, city)
    waiting = actions.hear_many(told, by=city.rani, at=END)
    assert len(waiting.waiting) == len(told), "a family's word is made sure of by a person"
    finds = actions.hear_many(register, by=city.rani, at=END)
    assert finds.unknown >= 280, "of strangers nothing is kept"
    wrong = [c for c in finds.cases if c.worker_id not in truth]
    assert wrong == [], "no case of a living person opens by itself"
    decide_at_the_door(truth, city)
    file_all(city)
    judge(truth)


def of_family(person, day) -> News:
    """A family tells name, birthday and kelurahan; it rarely has the NIK at hand."""
    return News(
        Source.FAMILY,
        uuid4(),
        person.name,
        birth_date=person.birth_date,
        kelurahan=person.kelurahan_code,
        happened_on=day,
    )


def report_accident(person, member, luck, city):
    day = date(2025, 6, 1) + timedelta(days=luck.randrange(150))
    actions.report_event(
        worker_id=member.worker_id, kind=EventKind.ACCIDENT, happened_on=day, reporter_name="Kelompok tani", key=uuid4(), by=city.rani, at=END
    )  # fmt: skip


def decide_at_the_door(truth, city):
    """The officer asks: is one of these the dead? He knows it when he stands there; otherwise it is nobody of ours."""
    for notice in queries.notices(state=NoticeState.OPEN):
        right = next(
            (
                c.candidate.worker_id
                for c in queries.choices(notice)
                if truth.get(c.candidate.worker_id) == notice.happened_on
            ),
            None,
        )
        if right is None:
            actions.set_aside(
                notice.pk, NoticeState.NOT_OURS, note="Dilihat di rumahnya.", by=city.rani, at=END
            )
        else:
            actions.choose(notice.pk, right, by=city.rani, at=END)


def file_all(city):
    for claim in Claim.objects.filter(state=ClaimState.COLLECTING).select_related("event"):
        *most, last = queries.needed_papers(EventKind(claim.event.kind))
        claim.papers.filter(kind__in=most).update(state=PaperState.PRESENT)
        actions.set_paper(claim.pk, last, PaperState.PRESENT, by=city.rani, at=END)
        actions.file_claim(claim.pk, filed_on=END.date(), bpjs_number="", by=city.rani, at=END)


def judge(truth):
    claims = {c.worker_id: c for c in Claim.objects.filter(event__kind__in=queries.DEATHS)}
    covered = {w for w, c in claims.items() if c.cover_state in ("active", "grace")}
    known_dead = set(truth)
    assert set(claims) <= known_dead, "nobody living has a death case"
    unpaid = set(Membership.objects.order_by("-pk").values_list("worker_id", flat=True)[:NEVER_PAID])
    assert not unpaid & set(claims), "nobody uncovered has a claim in silence"
    should = {w for w, day in truth.items() if w not in unpaid and day < date(2026, 4, 1)}
    filed = {w for w in covered if claims[w].filed_on}
    assert len(filed) >= 0.95 * len(should), f"{len(filed)} of {len(should)}"
    print(f"{len(filed)} of {len(should)} covered deaths filed, {len(claims)} cases of {len(truth)} deaths")
    reach = queries.reach(on=END.date())
    assert reach.known == reach.filed == len(filed)
    assert Notice.objects.filter(state=NoticeState.OPEN).count() == 0
    ended = (
        Membership.objects.filter(end_reason="MENINGGAL").count()
        or Membership.objects.exclude(end_on=None).count()
    )
    assert ended == len(claims) + Notice.objects.filter(state=NoticeState.NOT_COVERED).count(), (
        "the seat follows every death"
    )
