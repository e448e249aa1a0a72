"""What people would use instead, each set up as its own documentation does. Run as a process of its own:

`python -m linkage.rivals NAME clean.csv pairs.csv [labelled.csv]` writes id_left, id_right, probability.
All get clean ISO dates and upper-case names; those that learn from labels get a whole labelled list of another seed.
"""

import csv
import sys
import warnings
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from linkage.lists import pairs_by, rows_of

Found = Iterable[tuple[str, str, float]]
_TEXTS = ("name", "mother_name", "address")
_CODES = ("nik", "kk", "phone", "birth_date", "kelurahan_code", "sex")


def exact_nik(clean: Path, labelled: Path | None) -> Found:
    return ((*pair, 1.0) for pair in pairs_by((r["id"], r["nik"]) for r in rows_of([clean])))


def recordlinkage_ecm(clean: Path, labelled: Path | None) -> Found:
    """Its unsupervised classifier: expectation/conditional maximisation on yes/no features."""
    import recordlinkage  # noqa: PLC0415

    _people, features = _compared(clean)
    model = recordlinkage.ECMClassifier(binarize=0.8)
    with np.errstate(all="ignore"):
        model.fit(features)
        return _above(features.index, model.prob(features))


def recordlinkage_logistic(clean: Path, labelled: Path | None) -> Found:
    """Its supervised classifier, with the truth of another list of the same make."""
    import recordlinkage  # noqa: PLC0415

    assert labelled is not None
    other, seen = _compared(labelled)
    owner = dict(zip(other.index, other["person_id"], strict=True))
    links = pd.MultiIndex.from_tuples([pair for pair in seen.index if owner[pair[0]] == owner[pair[1]]])
    _people, features = _compared(clean)
    columns = [c for c in seen.columns if c in features.columns]
    model = recordlinkage.LogisticRegressionClassifier()
    model.fit(seen[columns], links)
    return _above(features.index, model.prob(features[columns]))


def splink_plain(clean: Path, labelled: Path | None) -> Found:
    """Splink on DuckDB with its ready comparisons, trained on the list itself as in its tutorial."""
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    people = _read(clean).reset_index()
    people["first"], people["last"] = people["name"].str.split().str[0], people["name"].str.split().str[-1]
    ready = {
        "name": cl.NameComparison("name"),
        "birth_date": cl.DateOfBirthComparison("birth_date", input_is_string=True),
        "nik": cl.LevenshteinAtThresholds("nik", [1, 2]),
        "kk": cl.ExactMatch("kk"),
        "phone": cl.ExactMatch("phone"),
        "mother_name": cl.NameComparison("mother_name"),
        "address": cl.LevenshteinAtThresholds("address", [2, 5]),
        "kelurahan_code": cl.ExactMatch("kelurahan_code").configure(term_frequency_adjustments=True),
        "sex": cl.ExactMatch("sex"),
    }
    filled = [c for c in ready if c in people and people[c].notna().any()]
    rules = [
        block_on(*columns)
        for columns in (
            ("nik",), ("birth_date", "first"), ("birth_date", "last"), ("name",), ("phone",), ("kk", "sex"),
            ("first", "address"), ("last", "address"),
        )
        if all(c in filled or c in ("first", "last") for c in columns)
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[ready[c] for c in filled],
        blocking_rules_to_generate_predictions=rules,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(people) if hasattr(api, "register") else people, settings)
    sure = [block_on("nik")] if "nik" in filled else [block_on("name", "birth_date")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("birth_date"), block_on("name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    return zip(found["id_l"], found["id_r"], found["match_probability"], strict=True)


def dedupe(clean: Path, labelled: Path | None) -> Found:
    """dedupe, with 2,000 labelled pairs of another list instead of a person at the keyboard."""
    import dedupe  # noqa: PLC0415
    from dedupe import variables  # noqa: PLC0415

    assert labelled is not None
    _let_its_search_work()
    records, others = _records(clean), _records(labelled)
    filled = [c for c in (*_TEXTS, *_CODES) if any(r[c] for r in records.values())]
    make = {c: variables.String if c in _TEXTS else variables.ShortString for c in filled}
    learner = dedupe.Dedupe([make[c](c, has_missing=True) for c in filled], num_cores=1)
    owner = {r["id"]: r["person_id"] for r in rows_of([labelled])}
    groups: dict[str, list[str]] = {}
    for id_, person in owner.items():
        groups.setdefault(person, []).append(id_)
    same = [p for ids in groups.values() for p in combinations(ids, 2)][:1_000]
    by_name = sorted(others, key=lambda i: (others[i]["name"] or "", i))
    apart = [(a, b) for a, b in pairwise(by_name) if owner[a] != owner[b]][:1_000]
    learner.prepare_training(others, sample_size=1_500)  # the labels are theirs
    learner.mark_pairs(
        {
            "match": [(others[a], others[b]) for a, b in same],
            "distinct": [(others[a], others[b]) for a, b in apart],
        }
    )
    learner.train(recall=0.95)
    for ids, scores in learner.partition(records, threshold=0.5):
        score = dict(zip(ids, scores, strict=True))
        for a, b in combinations(ids, 2):
            yield a, b, float(min(score[a], score[b]))


def _let_its_search_work() -> None:
    """Its last release (3.0.3) asks weighted sets for `byValue`, which BTrees 6 no longer has: give it that."""
    from dedupe import canopy_index  # noqa: PLC0415

    union = canopy_index.mass_weightedUnion

    class Ranked:
        def __init__(self, weighted: list) -> None:
            self._found = union(weighted)

        def byValue(self, least: float) -> list[tuple[float, int]]:
            kept = [(value, key) for key, value in self._found.items() if value >= least]
            return sorted(kept, reverse=True)

    canopy_index.mass_weightedUnion = Ranked


RIVALS: dict[str, Callable[[Path, Path | None], Found]] = {
    "exact NIK": exact_nik,
    "recordlinkage ECM": recordlinkage_ecm,
    "recordlinkage logistic": recordlinkage_logistic,
    "plain Splink": splink_plain,
    "dedupe": dedupe,
}


def _read(clean: Path) -> pd.DataFrame:
    return pd.read_csv(clean, dtype=str, keep_default_na=False).replace("", None).set_index("id")


def _records(clean: Path) -> dict[str, dict[str, str | None]]:
    return {r["id"]: {c: r.get(c) or None for c in (*_TEXTS, *_CODES)} for r in rows_of([clean])}


def _compared(clean: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Candidates by blocks, compared column by column, as in the toolkit's guide to deduplication."""
    import recordlinkage  # noqa: PLC0415

    people = _read(clean)
    filled = [c for c in (*_TEXTS, *_CODES) if c in people and people[c].notna().any()]
    index = recordlinkage.Index()
    for column in ("nik", "birth_date", "name", "phone"):
        if column in filled:
            index.block(column)
    pairs = index.index(people.dropna(how="all"))
    compare = recordlinkage.Compare()
    for column in filled:
        if column in _TEXTS:
            compare.string(column, column, method="jarowinkler", label=column)
        elif column in ("nik", "birth_date"):
            compare.string(column, column, method="damerau_levenshtein", label=column)
        else:
            compare.exact(column, column, label=column)
    return people, compare.compute(pairs, people)


def _above(index: pd.MultiIndex, probability: pd.Series) -> Found:
    return ((a, b, float(p)) for (a, b), p in zip(index, probability, strict=True) if p >= 0.5)


def main() -> None:
    name, clean, out, *labelled = sys.argv[1:]
    warnings.simplefilter("ignore")
    with Path(out).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id_left", "id_right", "probability"))
        writer.writerows(RIVALS[name](Path(clean), Path(labelled[0]) if labelled else None))


if __name__ == "__main__":
    main()
