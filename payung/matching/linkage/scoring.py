"""What is the probability that two records are one person? Splink weighs the promising pairs by the fitted model."""

import logging
from typing import Any

from payung.matching.linkage.engine import Engine
from payung.matching.linkage.model import UNSEEN_PEOPLE, Model, splink_settings


def score(engine: Engine, model: Model, people: int, *, threshold: float, explain: bool = False) -> None:
    """Table `scored`: n_l, n_r, own (the probability) and, to explain, the bits mw_* of every pair in `promising`."""
    from splink import Linker  # noqa: PLC0415 (a second of import, only when something is weighed)

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = engine.splink()
    settings = splink_settings(model, people) | {"retain_intermediate_calculation_columns": explain}
    linker = Linker(
        engine.registered(api, "people"), settings, log_level=logging.ERROR, validate_settings=False
    )
    _register_rarities(engine, linker, api, model, people)
    engine.keep("blocked", "SELECT l AS join_key_l, r AS join_key_r, '0' AS match_key FROM promising")
    linker.table_management.register_blocked_pairs_for_predict(engine.registered(api, "blocked"))
    found = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
    engine.keep("scored", f"SELECT *, match_probability AS own FROM {found.physical_name}")
    found.drop_table_from_database_and_remove_from_cache()


def _register_rarities(engine: Engine, linker: Any, api: Any, model: Model, people: int) -> None:
    """How many others bear each value, as a share of the people? Of the rows of one person only one counts.

    Nobody else here does not mean nobody at all: to the people at hand are added UNSEEN_PEOPLE of whom as many agree
    as is usual (u).
    """
    rows_of_one = 1 + 2 * model["doubles_per_person"]
    for level in (v for c in model["comparisons"] for v in c["levels"] if "rare_counts" in v):
        column, usual = level["rare_counts"], level["u"]
        others = f"greatest(count(*) / CAST({rows_of_one!r} AS DOUBLE) - 1, 0)"
        share = f"({others} + {UNSEEN_PEOPLE * usual!r}) / {people + UNSEEN_PEOPLE}"
        if level.get("never_rarer"):
            share = f"greatest({share}, {usual!r})"
        engine.keep(
            f"rare_{column}",
            f"SELECT {column}, {share} AS tf_{column} FROM people WHERE {column} IS NOT NULL GROUP BY {column}",
        )
        linker.table_management.register_term_frequency_lookup(
            engine.registered(api, f"rare_{column}"), column
        )
