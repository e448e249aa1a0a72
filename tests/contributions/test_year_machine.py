"""A year of the programme in random order: whatever people do, no promise breaks and the books agree with a notebook.

Each step is a real action on a real PostgreSQL. After it the promises of `payung verify` are asked, and every balance,
paid month, order, seat and membership is compared with a notebook that knows none of the program's code.
`PAYUNG_YEAR_STEPS` makes it longer (`make nightly`: 100,000); `PAYUNG_YEAR_SEED` starts elsewhere.
"""

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from payung.tables import reading
from tests.contributions.year import world as stage
from tests.contributions.year.steps import counted, done
from tests.contributions.year.unplanned import Unplanned

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("PAYUNG_YEAR_STEPS", "5000"))
SEED = int(os.environ.get("PAYUNG_YEAR_SEED", "20251223"))
STEPS_A_YEAR, YEARS_A_RUN = 100, 10
MUST_HAVE_HAPPENED = (
    "report_event", "end_membership", "read_reply", "receive_invoice", "create_order", "verify_order", "approve_order",
    "void_order", "record_payment", "credit_stopped", "hold_unknown", "explain_unknown", "refund_credit", "sign_decree", "close_month",
    "reopen_month", "post_correction", "decide_death_correction",
)  # fmt: skip


class Year(Unplanned):
    """One example is one year that is taken back at its end."""


def test_a_year_in_any_order_breaks_no_promise(monkeypatch, capsys):
    monkeypatch.setattr(reading, "read_sheets", stage.sheets_of)
    Year.world = stage.world()
    stage.prepare_promises()
    counted.clear()
    done.clear()
    begun = time.perf_counter()
    run = settings(
        max_examples=YEARS_A_RUN, stateful_step_count=STEPS_A_YEAR, deadline=None, print_blob=False,
        suppress_health_check=list(HealthCheck), database=None, phases=(Phase.generate,),
    )  # fmt: skip
    runs = 0
    while counted["steps"] < STEPS:
        run_state_machine_as_test(seed(SEED + runs)(Year), settings=run)
        runs += 1
    with capsys.disabled():
        spent = time.perf_counter() - begun
        print(
            f"\nyear machine: seeds {SEED} to {SEED + runs - 1}, {dict(counted)}, {counted['steps'] / spent:.0f} steps/s"
        )
        print(f"went through: {dict(done)}")
    assert [name for name in MUST_HAVE_HAPPENED if not done[name]] == []
