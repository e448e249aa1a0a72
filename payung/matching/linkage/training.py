"""What do true pairs look like? m learnt from lists in which column person_id tells who is who."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from payung.matching.linkage import fitting, preparing, reading
from payung.matching.linkage.engine import DuckDB
from payung.matching.linkage.model import Model, shipped_text

SMOOTHING = 20  # true pairs: so much does the m that is there already count


def train(model: Model, files: Sequence[Path]) -> Model:
    """The model with m of the true pairs in `files` (CSV with column person_id) and u of their strangers."""
    engine = DuckDB()
    people, _ = reading.read_files(engine, files)
    preparing.prepare(engine)
    _true_pairs(engine, files)
    model = fitting.with_measured_u(engine, model, drawn=min(people, 1_500))
    return {**model, "comparisons": [_with_m(engine, c) for c in model["comparisons"]]}


def save(model: Model, file: Path) -> None:
    """As readable as the file the shipped one: one level to a line, the comment at its head kept."""
    head = "".join(line for line in shipped_text().splitlines(keepends=True) if line.startswith("#"))
    lines = [f"doubles_per_person: {model['doubles_per_person']}", "comparisons:"]
    for comparison in model["comparisons"]:
        own = {key: value for key, value in comparison.items() if key != "levels"}
        first, *rest = yaml.safe_dump(own, sort_keys=False, allow_unicode=True, width=1_000).splitlines()
        lines += [f"- {first}", *(f"  {line}" for line in rest), "  levels:"]
        lines += [f"  - {_flow(level)}" for level in comparison["levels"]]
    file.write_text(head + "\n".join(lines) + "\n", "utf-8")


def _flow(level: dict) -> str:
    numbers = {key: float(f"{level[key]:.3g}") for key in ("m", "u")}
    text = yaml.safe_dump(
        {**level, **numbers}, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000
    )
    return text.strip()


def _true_pairs(engine: DuckDB, files: Sequence[Path]) -> None:
    """Table `true_pairs`: both sides of every two rows of one person."""
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    engine.keep(
        "truth", f"SELECT id, person_id FROM read_csv([{listed}], all_varchar = true, union_by_name = true)"
    )
    both = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in preparing.PEOPLE)
    engine.keep(
        "true_pairs",
        f"""SELECT {both} FROM truth s JOIN truth t ON s.person_id = t.person_id AND s.id < t.id
        JOIN people a ON a.id = s.id JOIN people b ON b.id = t.id""",
    )


def _with_m(engine: DuckDB, comparison: dict) -> dict:
    if comparison.get("fixed"):
        return comparison
    rows = engine.rows(
        f"SELECT {fitting.level_sql(comparison)} AS level, count(*) FROM true_pairs GROUP BY 1"
    )
    seen = dict(rows)
    total = sum(count for level, count in rows if level >= 0) + SMOOTHING
    levels = [
        level if level.get("fixed") else {**level, "m": (seen.get(place, 0) + SMOOTHING * level["m"]) / total}
        for place, level in enumerate(comparison["levels"])
    ]
    return {**comparison, "levels": levels}
