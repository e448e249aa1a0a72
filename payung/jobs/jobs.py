"""The one task the queue knows: run a job of ours. And the watchman that gives lost jobs out again."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from payung.jobs import actions

SECONDS_UNTIL_LOST = 30


@app.task(name="payung.jobs.run")
def run(job_id: str) -> None:
    actions.run(job_id)


@app.periodic(cron="* * * * * */20")
@app.task(name="payung.jobs.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """A worker that was killed leaves its jobs in `doing`: hand them to a living one (J3)."""
    manager = context.app.job_manager
    for lost in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_UNTIL_LOST):
        await manager.retry_job(lost)
