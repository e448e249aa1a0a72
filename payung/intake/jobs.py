"""Checking and saving a list, in the background."""

from datetime import datetime

from django.urls import reverse

from payung.accounts.queries import user
from payung.intake import actions
from payung.jobs.registry import Progress, job


@job("intake.check")
def check(progress: Progress, *, batch_id: int) -> str:
    actions.check_batch(batch_id, progress=progress)
    return reverse("batch", args=[batch_id])


@job("intake.save")
def save(progress: Progress, *, batch_id: int, by_id: int, asked_at: str) -> str:
    at = datetime.fromisoformat(asked_at)
    try:
        actions.save_batch(batch_id, by=user(by_id), at=at, progress=progress)
    except Exception:
        actions.stop_saving(
            batch_id
        )  # the person sees "Simpan" again; a killed run is given out again instead
        raise
    return reverse("batch", args=[batch_id])
