"""Who comes in? Default deny, and a clear word for those who may not."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from payung.accounts.gate import CapabilityGate
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_view_that_declares_nothing_cannot_be_reached_even_by_the_administrator(rf: RequestFactory):
    request = rf.get("/rahasia/")
    request.user = cast.city().rani
    request.htmx = False
    gate = CapabilityGate(lambda r: HttpResponse())
    answer = gate.process_view(request, lambda r: HttpResponse("masuk"), (), {})
    assert answer is not None
    assert answer.status_code == 403


def test_strangers_are_sent_to_the_login_page(client):
    answer = client.get("/pekerjaan/")
    assert answer.status_code == 302
    assert answer.url.startswith("/akun/login/")


def test_the_login_page_works_without_javascript_and_names_nobody(client):
    cast.city()
    page = client.get("/akun/login/").content.decode()
    assert 'name="login"' in page
    assert "Rani" not in page


def test_a_signed_in_answer_is_never_kept_by_the_browser(client):
    client.force_login(cast.city().rani)
    answer = client.get("/pekerjaan/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
