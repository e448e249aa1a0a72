"""The papers of cards from what the tables hold: the list a kelurahan signs when its cards arrive."""

from payung.accounts.queries import Scope
from payung.documents.city import letterhead
from payung.enrolment import queries
from payung.enrolment.documents.handover import HandoverList, HandoverRow, handover_pdf
from payung.people import queries as people


def handover_paper(kelurahan: str, scope: Scope) -> bytes | None:
    """Cards of one kelurahan that are not yet in somebody's hand; None when there are none."""
    waiting = list(queries.cards(scope, kelurahan=kelurahan).filter(handed_over_on=None))
    if not waiting:
        return None
    work = people.latest_occupation([card.membership.worker_id for card in waiting])
    first = waiting[0].membership
    area = first.worker.kelurahan
    rows = [
        HandoverRow(
            card.membership.worker.name,
            (work[card.membership.worker_id].job if card.membership.worker_id in work else "")
            or card.membership.place.sector.name,
            f"{card.membership.worker.rt or '-'}/{card.membership.worker.rw or '-'}",
            card.code,
        )
        for card in waiting
    ]
    parent = area.parent.name if area and area.parent else ""
    name = area.name if area else first.worker.outside_address
    return handover_pdf([HandoverList(name, parent, first.place.round.name, rows)], letterhead=letterhead())
