"""Which jobs did this person ask for?"""

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.jobs.models import Job


def job_of(user: User, job_id: str) -> Job | None:
    """The job if this person asked for it; others' jobs do not exist for them."""
    return Job.objects.filter(pk=job_id, asked_by=user).first()


def jobs_of(user: User) -> QuerySet[Job]:
    """The person's jobs, latest first."""
    return Job.objects.filter(asked_by=user)
