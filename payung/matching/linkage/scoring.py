"""What is the probability that two records are one person? Splink weighs the candidates by the fitted model."""

import logging
import math
from typing import Any

import numpy as np

from payung.matching.linkage.engine import Engine
from payung.matching.linkage.model import Model, splink_settings

FLOOR_BITS = -12.0  # pairs below this weight cannot reach any threshold, however many doubles there are
MOST_DOUBLES_PER_PERSON = 3.0


def score(engine: Engine, model: Model, people: int, *, explain: bool = False) -> None:
    """Table `weighed`: n_l, n_r, probability and, to explain, the bits mw_* of every candidate worth keeping."""
    from splink import Linker  # noqa: PLC0415 (a second of import, only when something is weighed)

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = engine.splink()
    settings = splink_settings(model, people) | {"retain_intermediate_calculation_columns": explain}
    linker = Linker(api.register("people"), settings, log_level=logging.ERROR, validate_settings=False)
    engine.keep("blocked", "SELECT l AS join_key_l, r AS join_key_r, '0' AS match_key FROM pairs")
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    found = linker.inference.predict(threshold_match_weight=FLOOR_BITS, warning_mode="never")
    engine.keep("scored", f"SELECT * FROM {found.physical_name}")
    found.drop_table_from_database_and_remove_from_cache()
    _settle(engine, model, settings, people)


def _settle(engine: Engine, model: Model, settings: dict[str, Any], people: int) -> None:
    """Add column `probability`. How many doubles there are decides where the line lies: as many as are found."""
    rows = engine.rows(
        "SELECT round(match_weight * 8) / 8 AS bits, count(*) FROM scored GROUP BY 1 ORDER BY 1"
    )
    bits, counts = np.array(rows, dtype=float).reshape(-1, 2).T
    pairs = people * (people - 1) / 2
    shipped = _logit(settings["probability_two_random_records_match"])
    prior = shipped
    for _ in range(20):
        expected = (counts / (1 + np.exp2(-np.clip(bits + prior - shipped, -60, 60)))).sum()
        expected = min(max(expected, 0.005 * people), MOST_DOUBLES_PER_PERSON * people, pairs / 2)
        prior = _logit(expected / pairs) if pairs > 1 else shipped
    weight = f"(match_weight + {prior - shipped!r})"
    engine.keep(
        "weighed",
        f"SELECT scored.*, 1 / (1 + power(2, -greatest(least({weight}, 200), -200))) AS probability FROM scored",
    )


def _logit(probability: float) -> float:
    return math.log2(probability / (1 - probability))
