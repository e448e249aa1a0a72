"""Which distributions are there, who is on the list, who has come?"""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.aid.models import Distribution, Recipient
from payung.enrolment import queries as enrolment


def distributions() -> QuerySet[Distribution]:
    """All distributions, latest first, with `listed` and `received` people."""
    return Distribution.objects.annotate(
        listed=Count("recipients"),
        received=Count("recipients", filter=Q(recipients__received_at__isnull=False)),
    ).order_by("-on", "-pk")


def recipients(
    distribution_id: int, *, scope: Scope = WHOLE_CITY, text: str = "", state: str = ""
) -> QuerySet[Recipient]:
    """The list of a distribution by kelurahan and name; `state` is "received" or "waiting"."""
    found = Recipient.objects.filter(
        distribution_id=distribution_id, **scope.within(kelurahan="worker__kelurahan_id")
    )
    if text:
        found = found.filter(worker__name__icontains=text)
    if state:
        found = found.filter(received_at__isnull=state == "waiting")
    return found.select_related("worker", "worker__kelurahan").order_by(
        "worker__kelurahan__name", "worker__name"
    )


def families_waiting(distribution_id: int, *, scope: Scope = WHOLE_CITY) -> QuerySet[Recipient]:
    """Families of members who died, before or after the list was made, whose parcel waits."""
    waiting = recipients(distribution_id, scope=scope, state="waiting")
    listed = Recipient.objects.filter(distribution_id=distribution_id).values_list("worker_id", flat=True)
    died = [member.worker_id for member in enrolment.bereaved(worker_ids=listed)]
    return waiting.filter(Q(for_family=True) | Q(worker_id__in=died))


def parcels_of(worker_id: UUID | str) -> QuerySet[Recipient]:
    """What a worker was to receive, latest first."""
    return (
        Recipient.objects.filter(worker_id=worker_id)
        .select_related("distribution")
        .order_by("-distribution__on")
    )
