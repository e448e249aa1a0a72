"""The long works of enrolment: the file for the branch, its reply, the cards."""

from django.urls import reverse

from payung.accounts.models import User
from payung.enrolment import actions
from payung.files.models import StoredFile
from payung.files.queries import content
from payung.jobs.registry import Progress, job
from payung.reference import clock


@job("enrolment.make_file")
def make_file(progress: Progress, *, decree_id: int, profile_id: int | None, user_id: int) -> str:
    made = actions.make_registration_file(
        decree_id, profile_id, by=User.objects.get(pk=user_id), at=clock.now(), progress=progress
    )
    return f"{reverse('registrations')}?berkas={made.pk}&putaran={made.decree.round_id}"


@job("enrolment.read_reply")
def read_reply(progress: Progress, *, file_id: int, user_id: int) -> str:
    file = StoredFile.objects.get(pk=file_id)
    reply = actions.read_reply(
        content(file), name=file.name, by=User.objects.get(pk=user_id), at=clock.now(), progress=progress
    )
    return reverse("reply", args=[reply.pk])


@job("enrolment.print_cards")
def print_cards(progress: Progress, *, user_id: int, **chosen) -> str:
    file = actions.print_cards(by=User.objects.get(pk=user_id), at=clock.now(), progress=progress, **chosen)
    return f"{reverse('cards')}?berkas={file.pk}"
