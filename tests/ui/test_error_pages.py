"""What went wrong is said in Indonesian, with a number that the log knows."""

import logging
import re

from django.db import OperationalError
from django.test import RequestFactory

from payung.ui import views


def test_a_broken_page_needs_no_database(rf: RequestFactory, monkeypatch, caplog):
    def down(*args, **options):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("payung.ui.context.city", down)
    with caplog.at_level(logging.WARNING):
        answer = views.broken(rf.get("/k/7QK4-M2XP-9HTD/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    reference = re.search(r"[0-9a-f]{8}", page).group(0)
    assert reference in caplog.text
    assert "7QK4" not in caplog.text, "addresses may hold a card's code"


def test_a_page_that_is_not_there_says_so_to_a_stranger(client, db):
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Halaman tidak ditemukan" in page
    assert re.search(r"rujukan [0-9a-f]{8}", page)
