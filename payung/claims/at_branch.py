"""Which claims go to the branch, which lie there, and what was sent and answered?"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from payung.claims.enums import ClaimState
from payung.claims.models import BranchFile, Claim
from payung.enrolment import queries as enrolment

AT_BRANCH = (ClaimState.FILED, ClaimState.OBJECTED)


def to_branch(state: ClaimState) -> QuerySet[Claim]:
    """Claims that are ready to go to the branch, or lie there unanswered; the oldest first."""
    return Claim.objects.filter(state__in=AT_BRANCH if state == ClaimState.FILED else [state]).order_by("pk")


def with_family(claim_ids: Iterable[int]) -> QuerySet[Claim]:
    """These claims with all that a spreadsheet tells of them."""
    return _told(Claim.objects.filter(pk__in=list(claim_ids)))


def answered_by(numbers: Iterable[int], kpjs: Iterable[str]) -> QuerySet[Claim]:
    """The claims that an answer names, of those that were filed once."""
    workers = enrolment.workers_of_kpjs(kpjs)
    return _told(
        Claim.objects.filter(Q(pk__in=list(numbers)) | Q(worker_id__in=workers)).exclude(filed_on=None)
    )


def branch_files() -> QuerySet[BranchFile]:
    """What went to the branch and what came back, latest first."""
    return BranchFile.objects.select_related("file", "by")


def _told(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.select_related("event", "worker").order_by("pk").prefetch_related("heirs", "papers")
