"""What does the model say? `model.yaml` as settings for Splink, fitted to the columns and the people at hand."""

import copy
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

Model = dict[str, Any]
UNSEEN_PEOPLE = 1_000  # people who are not in the list, among whom values are as common as usual
FEWEST_STRANGERS = 1_000  # a shorter list is a piece of a longer one
SHIPPED_TRUE_PAIRS = 50  # so many true pairs does the shipped m stand for
SHIPPED_PAIRS = 3_000  # so many pairs of strangers does the shipped u stand for


def shipped_text() -> str:
    return resources.files("payung.matching.linkage").joinpath("model.yaml").read_text("utf-8")


@cache
def _shipped() -> Model:
    return yaml.load(shipped_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def load(file: Path | None = None) -> Model:
    """The shipped model, or the one in `file`."""
    return copy.deepcopy(_shipped()) if file is None else yaml.safe_load(file.read_text("utf-8"))


def with_columns(model: Model, filled: set[str]) -> Model:
    """Only the comparisons of columns in which something stands."""
    kept = [
        c for c in model["comparisons"] if all(column in filled for column in c.get("needs", [c["name"]]))
    ]
    return {**model, "comparisons": kept}


def prior_of(model: Model, people: int) -> float:
    """The probability that two people drawn by chance are one."""
    return 2 * model["doubles_per_person"] / max(people, FEWEST_STRANGERS)


def splink_settings(model: Model, people: int) -> dict[str, Any]:
    """The settings dictionary of Splink."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "n",
        "probability_two_random_records_match": prior_of(model, people),
        "retain_matching_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(c) for c in model["comparisons"]],
    }


def _comparison(comparison: dict[str, Any]) -> dict[str, Any]:
    missing = {"sql_condition": comparison["missing"], "label_for_charts": "tidak ada", "is_null_level": True}
    return {
        "output_column_name": comparison["name"],
        "comparison_levels": [missing, *map(_level, comparison["levels"])],
    }


def _level(level: dict[str, Any]) -> dict[str, Any]:
    made = {
        "sql_condition": level.get("if", "ELSE"),
        "label_for_charts": level["words"] or "lain",
        "m_probability": level["m"],
        "u_probability": level["u"],
    }
    if "rare_counts" in level:
        made |= {"tf_adjustment_column": level["rare_counts"], "tf_adjustment_weight": 1.0}
    return made
