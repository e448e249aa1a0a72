"""How does everything move? Draws the state tables of the stages as diagrams (`python -m payung.config.states`).

docs/reference/states.md is made from the tables; a test compares them, so the picture cannot lag behind.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "states.md"
HEAD = """# How things move

Drawn from the tables in the stages' `enums.py` by `python -m payung.config.states`. Do not edit.
"""


def drawn() -> str:
    """The whole page."""
    from payung.claims.enums import FIX_NEXT, NOTICE_NEXT, SCHOOL_NEXT  # noqa: PLC0415
    from payung.claims.enums import NEXT as CLAIM  # noqa: PLC0415 (needs Django set up)
    from payung.contributions.enums import ORDER_NEXT  # noqa: PLC0415
    from payung.intake.enums import NEXT as BATCH  # noqa: PLC0415
    from payung.matching.enums import DECISION_NEXT, EXTRACT_NEXT  # noqa: PLC0415
    from payung.office.enums import PROPOSAL_NEXT  # noqa: PLC0415
    from payung.outreach.enums import MESSAGE_NEXT  # noqa: PLC0415
    from payung.programme.enums import NEXT as ROUND  # noqa: PLC0415
    from payung.selection.enums import PLACE_NEXT  # noqa: PLC0415

    tables = (
        ("Putaran (programme)", ROUND),
        ("Unggahan (intake)", BATCH),
        ("Pasangan diduga ganda (matching)", DECISION_NEXT),
        ("Ekstrak register (matching)", EXTRACT_NEXT),
        ("Tempat (selection)", PLACE_NEXT),
        ("Perintah bayar (contributions)", ORDER_NEXT),
        ("Kabar (claims)", NOTICE_NEXT),
        ("Klaim (claims)", CLAIM),
        ("Pembetulan kematian (claims)", FIX_NEXT),
        ("Pesan (outreach)", MESSAGE_NEXT),
        ("Tahun beasiswa (claims)", SCHOOL_NEXT),
        ("Usulan angka peraturan (office)", PROPOSAL_NEXT),
    )
    return HEAD + "".join(_diagram(title, table) for title, table in tables)


def _diagram(title: str, table: Mapping[Any, set[Any]]) -> str:
    lines = [f"\n## {title}\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in table]
    lines += [
        f"    {state.value} --> {to.value}" for state, targets in table.items() for to in sorted(targets)
    ]
    lines += [f"    {state.value} --> [*]" for state, targets in table.items() if not targets]
    return "\n".join([*lines, "```", ""])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
    import django

    django.setup()
    FILE.write_text(drawn(), encoding="utf-8")
