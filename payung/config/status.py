"""Is everything well? Database, tables, jobs, audit chain, in one answer."""

from dataclasses import asdict, dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count

from payung.audit.queries import chain_state
from payung.jobs.enums import JobState
from payung.jobs.models import Job
from payung.language.formats import angka
from payung.people.queries import count as count_people


@dataclass(frozen=True)
class State:
    database: str
    pending_migrations: int
    workers_known: int
    jobs_waiting: int
    jobs_failed: int
    audit_lines: int
    audit_broken_at: int | None

    @property
    def is_well(self) -> bool:
        return self.pending_migrations == 0 and self.audit_broken_at is None

    def as_json(self) -> dict:
        return {**asdict(self), "is_well": self.is_well}

    def in_words(self) -> str:
        chain = "utuh" if self.audit_broken_at is None else f"PUTUS pada baris {self.audit_broken_at}"
        return "\n".join(
            (
                f"Basis data        PostgreSQL {self.database}",
                f"Migrasi tertunda  {self.pending_migrations}",
                f"Pekerja           {angka(self.workers_known)}",
                f"Pekerjaan latar   {self.jobs_waiting} menunggu, {self.jobs_failed} gagal",
                f"Jejak             {angka(self.audit_lines)} baris, rantai {chain}",
            )
        )


def state() -> State:
    """Look at everything once. Needs the database."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    jobs = dict(Job.objects.values_list("state").annotate(Count("id")).order_by())
    chain = chain_state()
    return State(
        database=version,
        pending_migrations=pending,
        workers_known=count_people(),
        jobs_waiting=jobs.get(JobState.WAITING, 0) + jobs.get(JobState.RUNNING, 0),
        jobs_failed=jobs.get(JobState.FAILED, 0),
        audit_lines=chain.lines,
        audit_broken_at=chain.broken_at,
    )
