"""Lists that were saved and wait for matching, through the same door as the agencies'."""

from payung.intake import actions as intake
from payung.matching.models import Pair
from tests.cast import NOW
from tests.intake.lists import csv


def saved(people, round, *rows, sector="petani", by=None, name="petani.csv"):
    """A list of Bu Sri (or of `by`) that was checked and saved."""
    sender = by or people.sri
    batch = intake.receive_file(csv(rows), name=name, round_id=round.pk, sector=sector, by=sender, at=NOW)
    intake.check_batch(batch.pk)
    assert intake.save_batch(batch.pk, by=sender, at=NOW) == len(rows)
    return batch


def pair_of(name: str) -> Pair:
    """The pair in which the proposed row carries this name."""
    return Pair.objects.get(row__name=name)
