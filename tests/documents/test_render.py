"""Whatever people are called, a paper is made, says their names, and is the same paper the second time."""

from dataclasses import dataclass

import pytest

from payung.documents import render
from tests.documents.paper import opened, text_of

TEMPLATE = '#let d = json(bytes(sys.inputs.data))\n#set text(font: "Libertinus Serif")\n#d.name\n'


@pytest.fixture
def paper(tmp_path, monkeypatch):
    monkeypatch.setattr(render, "PACKAGE", tmp_path)
    template = tmp_path / "paper.typ"
    template.write_text(TEMPLATE)
    return template


@pytest.mark.parametrize(
    "name", ["#strong[Siti]", "$x$ *tebal* _miring_", "@lihat <label> \\ // /* */", "= Judul"]
)
def test_a_name_is_never_markup(paper, name):
    assert text_of(render.pdf(paper, {"name": name})).split() == name.split()


@pytest.mark.parametrize(
    "name", ["Si\x00ti", "Siti\x07", "Si\u202eti", "Siti\ufeff", "Siti \U0001f600", "ꦱꦶꦠꦶ", "سيتي", ""]
)
def test_letters_no_font_has_do_not_stop_a_paper(paper, name):
    assert len(opened(render.pdf(paper, {"name": name})).pages) == 1


def test_a_long_list_is_made_elsewhere_and_comes_out_the_same(paper, monkeypatch):
    here = render.pdf(paper, {"name": "Siti Aminah"})
    monkeypatch.setattr(render, "_LONG", 0)
    monkeypatch.setattr(render.press, "press", None)
    assert render.pdf(paper, {"name": "Siti Aminah"}) == here


def test_the_same_data_give_the_same_bytes(paper):
    assert render.pdf(paper, {"name": "Siti"}) == render.pdf(paper, {"name": "Siti"})


def test_a_kept_paper_is_archivable(paper):
    assert b"pdfaid" in render.pdf(paper, {"name": "Siti"})


def test_dataclasses_and_pictures_travel(paper):
    @dataclass
    class Person:
        name: str
        photo: bytes

    paper.write_text(TEMPLATE + "#d.photo.len()")
    assert text_of(render.pdf(paper, Person("Siti", b"1234"))).split() == ["Siti", "4"]


@pytest.mark.parametrize("long", [0, 10**9])
def test_a_broken_template_says_where_but_never_a_nik(paper, monkeypatch, long):
    monkeypatch.setattr(render, "_LONG", long)
    paper.write_text("#panic(json(bytes(sys.inputs.data)).name)")
    with pytest.raises(render.PaperFailed) as refusal:
        render.pdf(paper, {"name": "3574011205809021"})
    assert "paper.typ" in str(refusal.value)
    assert "3574011205809021" not in str(refusal.value)
    assert refusal.value.__context__ is None or refusal.value.__suppress_context__


def test_a_press_that_dies_does_not_take_the_house_with_it(paper, monkeypatch, tmp_path):
    monkeypatch.setattr(render, "_LONG", 0)
    (tmp_path / "dying.py").write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(render.press, "__file__", str(tmp_path / "dying.py"))
    with pytest.raises(render.PaperFailed, match="ended with -9"):
        render.pdf(paper, {"name": "Siti"})
