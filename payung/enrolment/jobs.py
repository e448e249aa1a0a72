"""The long works of enrolment: the file for the branch, its reply, the cards."""

from django.db import transaction
from django.urls import reverse

from payung.accounts.models import User
from payung.enrolment import actions
from payung.files import actions as files
from payung.files.models import Incoming
from payung.files.queries import content
from payung.jobs.registry import Progress, job
from payung.reference import clock
from payung.tables.reading import Decisions


@job("enrolment.make_file")
def make_file(progress: Progress, *, decree_id: int, profile_id: int | None, user_id: int) -> str:
    made = actions.make_registration_file(
        decree_id, profile_id, by=User.objects.get(pk=user_id), at=clock.now(), progress=progress
    )
    return f"{reverse('registrations')}?berkas={made.pk}&putaran={made.decree.round_id}"


@job("enrolment.read_reply")
def read_reply(progress: Progress, *, incoming_id: int, user_id: int) -> str:
    incoming = Incoming.objects.select_related("file").get(pk=incoming_id)
    with transaction.atomic():
        reply = actions.read_reply(
            content(incoming.file),
            name=incoming.file.name,
            decided=Decisions.from_json(incoming.decisions),
            by=User.objects.get(pk=user_id),
            at=clock.now(),
            progress=progress,
        )
        files.close(incoming.pk, at=clock.now())
    return reverse("reply", args=[reply.pk])


@job("enrolment.print_cards")
def print_cards(progress: Progress, *, user_id: int, **chosen) -> str:
    file = actions.print_cards(by=User.objects.get(pk=user_id), at=clock.now(), progress=progress, **chosen)
    return f"{reverse('cards')}?berkas={file.pk}"
