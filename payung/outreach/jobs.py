"""Every morning: what families should hear today lies ready in the outbox."""

from procrastinate.contrib.django import app

from payung.outreach import actions
from payung.reference import clock


@app.periodic(cron="0 23 * * *")  # six in the morning, Western Indonesian Time
@app.task(name="payung.outreach.prepare", queueing_lock="outreach_prepare")
def prepare(timestamp: int) -> None:
    actions.prepare_due(at=clock.now())
