"""The evaluation that is shipped is that of the model that is shipped: another model needs `make evaluation`."""

import hashlib
from importlib import resources

from payung.matching.linkage.model import shipped_text


def test_the_shipped_evaluation_names_the_shipped_model():
    text = resources.files("payung.matching.linkage").joinpath("evaluation.md").read_text("utf-8")
    assert hashlib.sha256(shipped_text().encode()).hexdigest() in text, "run `make evaluation`"
    for told in ("seed ", "precision", "recall", "nik: one digit", "FEBRL 4 without soc_sec_id"):
        assert told in text
