"""A process that saves batches and is there to be killed. Forks, so that thirty deaths cost one start.

Reads lines "<batch id> <n>" and answers with the child's pid, then with its exit status. n > 0: the child kills
itself right after its n-th statement.
"""

import os
import signal
import sys
from datetime import UTC, datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from django.db import connection  # noqa: E402 (after set-up)

from payung.intake.actions import save_batch  # noqa: E402

AT = datetime(2025, 5, 7, 2, 0, tzinfo=UTC)


def die_after(statements: int):
    """An execute wrapper that lets so many statements through, then kills its own process."""
    done = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal done
        result = execute(sql, params, many, context)
        done += 1
        if done == statements:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapper


for line in sys.stdin:
    batch_id, statements = map(int, line.split())
    child = os.fork()
    if child == 0:
        if statements:
            connection.execute_wrappers.append(die_after(statements))
        save_batch(batch_id, by=None, at=AT)
        connection.close()
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
