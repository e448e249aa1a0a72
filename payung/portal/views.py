"""What the public sees: the front page, the page behind a card's QR, asking for one's cover, plain information.

Nothing here confirms to a stranger that somebody is a member: a card code is random, and nothing is asked by NIK.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.accounts.gate import public
from payung.enrolment import queries as enrolment
from payung.reference import clock
from payung.reference.queries import city, clinics
from payung.rules.card_code import is_card_code, normalise_card_code


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Kode kartu", max_length=24, help_text="Tertulis di bawah QR, misalnya 7QK4-M2XP-9HTD"
    )

    def clean_code(self) -> str:
        code = normalise_card_code(self.cleaned_data["code"])
        if not is_card_code(code):
            raise forms.ValidationError(
                "Kode tidak lengkap atau salah ketik. Periksa huruf dan angka di kartu."
            )
        return code


@public
def front(request: HttpRequest) -> HttpResponse:
    """Three doors. Who is signed in goes to his desk."""
    if request.user.is_authenticated:
        return redirect("home")
    if city() is None:
        return redirect("begin")
    return render(request, "portal/front.html")


@public
def check(request: HttpRequest) -> HttpResponse:
    """Cek kepesertaan by card code; POST only, so that no code stands in an address somebody shares."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(reverse("card_page", args=[form.cleaned_data["code"]]))
    return render(request, "portal/check.html", {"form": form}, status=422 if form.errors else 200)


@public
def card(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a QR: masked name, whether it is valid, what to do when something happens (K4)."""
    seen = enrolment.card_by_code(code)
    shown = {
        "card": seen,
        "begins": enrolment.card_begins_later(code, on=clock.today()),
        "clinics": clinics(),
    }
    response = render(request, "portal/card.html", shown, status=200 if seen else 404)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
def information(request: HttpRequest) -> HttpResponse:
    """Where to go first after an accident, what is covered, what a family does; nothing that does not exist."""
    return render(request, "portal/information.html", {"clinics": clinics()})
