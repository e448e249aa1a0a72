"""Bu Rani judges the program: a drawn sample, labelled without its opinion, decides nothing about anybody."""

import io

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from payung.matching import actions, queries
from payung.matching.actions import MatchingRefused
from payung.matching.enums import Decision
from payung.matching.models import Pair, Sample, SampleItem
from payung.reference import clock
from tests import cast
from tests.cast import NOW
from tests.intake.lists import row
from tests.matching.scene import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def pairs(people):
    """Five pairs from sure to doubtful."""
    opened = cast.round_2025(people.rani)
    saved(
        people, opened,
        row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"), row(1, "SITI ROMLAH"), row(2, "SLAMET RIADI"),
        row(51, "SITI AMINAH"), row(52, "SITI AMINA"),
    )  # fmt: skip
    actions.match_rows(opened.pk, by=people.rani, at=NOW)
    Pair.objects.update(probability=0.9)
    Pair.objects.filter(row__name="SLAMET RIYADI").update(probability=1)
    return list(Pair.objects.all())


@pytest.fixture
def sample(people, pairs):
    return actions.draw_sample(wanted=10, seed=7, by=people.rani, at=NOW)


@pytest.fixture
def rani(client, people):
    client.force_login(people.rani)
    return client


def page(client, name, *args, **told):
    answer = client.get(reverse(name, args=args), told)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


def test_the_seed_is_kept_and_draws_the_same_again(people, pairs, sample):
    again = actions.draw_sample(wanted=10, seed=7, by=people.budi, at=NOW)
    order = [
        list(SampleItem.objects.filter(sample=s).values_list("pair_id", flat=True)) for s in (sample, again)
    ]
    assert order[0] == order[1]
    assert sorted(order[0]) == sorted(p.pk for p in pairs)
    assert (sample.seed, sum(sample.histogram)) == (7, len(pairs))


def test_a_label_decides_nothing(people, pairs, sample):
    for item in queries.items(sample):
        actions.label_item(item.pk, Decision.SAME, by=people.rani, at=NOW)
    assert set(Pair.objects.values_list("decision", flat=True)) == {Decision.OPEN}


def test_a_pair_is_labelled_once_and_only_its_labeller_takes_it_back(people, sample):
    item = queries.items(sample)[0]
    actions.label_item(item.pk, Decision.SAME, by=people.rani, at=NOW)
    with pytest.raises(MatchingRefused):
        actions.label_item(item.pk, Decision.DIFFERENT, by=people.budi, at=NOW)
    with pytest.raises(MatchingRefused):
        actions.unlabel_item(item.pk, by=people.budi)
    actions.unlabel_item(item.pk, by=people.rani)
    assert queries.unlabelled(sample).count() == len(queries.items(sample))


def test_labels_give_precision_recall_and_expected_errors(people, sample):
    assert queries.evaluation(sample, lower=0.2, upper=0.9) is None
    for item in queries.items(sample):
        label = Decision.SAME if item.pair.row.name != "SITI ROMLAH" else Decision.DIFFERENT
        actions.label_item(item.pk, label, by=people.rani, at=NOW)
    found = queries.evaluation(sample, lower=0.2, upper=0.99)
    assert found.joined.pairs + found.review.pairs + found.left.pairs == Pair.objects.count()
    assert found.precision.value == 1
    assert found.precision.low < 1
    assert found.recall.value == pytest.approx(1 / (Pair.objects.count() - 1))
    assert found.recall_with_review.value == 1


def test_labelling_is_blind(rani, sample):
    text = page(rani, "sample_label", sample.pk)
    assert "Contoh 1" in text
    assert "Perkiraan program" not in text
    assert "waterfall" not in text.replace("review.css", "")
    assert "Sama, gabungkan" not in text


def test_bu_rani_labels_pair_after_pair_and_takes_the_last_back(rani, sample):
    first = queries.unlabelled(sample)[0]
    answer = rani.post(reverse("sample_say", args=[first.pk]), {"decision": "same"}, follow=True)
    assert "Buka kembali: <span data-last>contoh 1" in answer.content.decode()
    rani.post(reverse("sample_unlabel", args=[first.pk]))
    assert queries.unlabelled(sample)[0] == first
    for item in queries.unlabelled(sample):
        answer = rani.post(reverse("sample_say", args=[item.pk]), {"decision": "unsure"}, follow=True)
    assert "Semua contoh sudah dinilai" in answer.content.decode()


def test_thresholds_work_as_a_form(rani, people, sample):
    assert "Belum ada contoh yang dinilai" in page(rani, "evaluation")
    for item in queries.items(sample):
        actions.label_item(item.pk, Decision.SAME, by=people.rani, at=NOW)
    text = page(rani, "evaluation", bawah="0.10", atas="0.99", contoh=str(sample.pk))
    assert "Salah gabung" in text
    assert "Digabung mulai nilai" in text


def test_the_empty_page_says_what_to_do(rani):
    assert "Belum ada contoh" in page(rani, "evaluation")
    answer = rani.post(reverse("sample_draw"), {"wanted": "10", "seed": "1"}, follow=True)
    assert "Belum ada pasangan" in answer.content.decode()
    assert not Sample.objects.exists()


def test_the_report_as_workbook_and_paper(rani, people, sample):
    for item in queries.items(sample):
        actions.label_item(item.pk, Decision.SAME, by=people.rani, at=NOW)
    book = openpyxl.load_workbook(io.BytesIO(rani.get(reverse("sample_workbook", args=[sample.pk])).content))
    cells = [str(c) for line in book.active.iter_rows(values_only=True) for c in line if c]
    assert "Presisi (95 %)" in cells
    assert any("Benih: 7" in c for c in cells)
    paper = rani.get(reverse("sample_report", args=[sample.pk]))
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(paper.content)).pages)
    assert "EVALUASI PENCOCOKAN" in text
    assert "SLAMET" not in text


def test_a_list_taken_back_leaves_the_evaluation_standing(people, sample):
    for item in queries.items(sample):
        actions.label_item(item.pk, Decision.SAME, by=people.rani, at=NOW)
    Pair.objects.all().delete()
    assert queries.evaluation(sample, lower=0.2, upper=0.9) is not None


def test_who_may_look_and_who_may_label(client, people, sample):
    client.force_login(people.wati)
    assert client.get(reverse("evaluation")).status_code == 200
    assert client.get(reverse("sample_label", args=[sample.pk])).status_code == 403
    client.force_login(people.sri)
    assert client.get(reverse("evaluation")).status_code == 403
