"""Pengguna & peran: the list, a new account, a change of role, shutting somebody out."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can, Role
from payung.accounts.gate import StaffRequest, needs
from payung.accounts.models import User
from payung.jobs.actions import Refused
from payung.office import actions
from payung.reference import clock
from payung.reference.queries import agencies, kelurahan
from payung.ui.lists import Column, list_page

USERS = [
    Column("Nama", lambda u: u.full_name, order="full_name", link=lambda u: reverse("user", args=[u.pk])),
    Column("Nama pengguna", lambda u: u.username, order="username"),
    Column("Peran", lambda u: u.get_role_display(), order="role"),
    Column("Dinas", lambda u: u.agency.name if u.agency else ""),
    Column("Kelurahan", lambda u: u.kelurahan.name if u.kelurahan else ""),
    Column(
        "Keadaan",
        lambda u: "Aktif" if u.is_active else "Nonaktif",
        tone=lambda u: "good" if u.is_active else "quiet",
    ),
]


class UserFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    peran = forms.ChoiceField(label="Peran", required=False, choices=[("", "Semua peran"), *Role.choices])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Peran", choices=Role.choices)
    agency = forms.ChoiceField(label="Dinas", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].choices = [("", "–"), *((a.code, a.name) for a in agencies())]  # type: ignore[attr-defined]
        self.fields["kelurahan"].choices = [("", "–"), *((a.code, a.name) for a in kelurahan())]  # type: ignore[attr-defined]


class AccountForm(RoleForm):
    field_order = ["full_name", "username", "role", "agency", "kelurahan"]
    full_name = forms.CharField(label="Nama lengkap", max_length=120)
    username = forms.SlugField(
        label="Nama pengguna", max_length=60, help_text="Huruf kecil dan angka, tanpa spasi"
    )


@needs(Can.RUN_SETTINGS)
def users(request: StaffRequest) -> HttpResponse:
    form = UserFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    rows = User.objects.select_related("agency", "kelurahan").order_by("full_name", "pk")
    if text := told.get("cari"):
        rows = rows.filter(Q(full_name__icontains=text) | Q(username__icontains=text))
    if role := told.get("peran"):
        rows = rows.filter(role=role)
    return list_page(
        request, rows, USERS, template="office/users.html", name="pengguna", form=form, what="pengguna"
    )


@needs(Can.RUN_SETTINGS)
def new(request: StaffRequest) -> HttpResponse:
    """A new account; its first password is shown on this page only."""
    form = AccountForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_account(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "opened": opened}
    return render(request, "office/new.html", context, status=422 if form.errors else 200)


@needs(Can.RUN_SETTINGS)
def user(request: StaffRequest, user_id: int) -> HttpResponse:
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise Http404
    form = _role_form(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(user_id, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Peran diubah; berlaku mulai sekarang.")
            return redirect("users")
    return _page(request, found, form, status=422 if form.errors else 200)


@require_POST
@needs(Can.RUN_SETTINGS)
def switch(request: StaffRequest, user_id: int) -> HttpResponse:
    """Shut somebody out, or let him in again."""
    try:
        actions.set_active(
            user_id, is_active=request.POST.get("active") == "1", by=request.user, at=clock.now()
        )
    except (Refused, User.DoesNotExist) as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("users")


@require_POST
@needs(Can.RUN_SETTINGS)
def link(request: StaffRequest, user_id: int) -> HttpResponse:
    """The link to choose a new password: shown on this answer only, kept nowhere."""
    found = get_object_or_404(User, pk=user_id)
    try:
        path = actions.password_link(user_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("user", user_id)
    return _page(request, found, _role_form(found), link=settings.PUBLIC_ADDRESS + path)


@require_POST
@needs(Can.RUN_SETTINGS)
def second_factor(request: StaffRequest, user_id: int) -> HttpResponse:
    """Forget the second factor of somebody who lost his telephone."""
    get_object_or_404(User, pk=user_id)
    try:
        actions.forget_second_factor(user_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Faktor kedua dihapus. Pemiliknya memasang yang baru saat masuk.")
    return redirect("user", user_id)


def _role_form(found: User, typed: Any = None) -> RoleForm:
    start = {"role": found.role, "agency": found.agency_id, "kelurahan": found.kelurahan_id}
    return RoleForm(typed, initial=start)


def _page(
    request: StaffRequest, found: User, form: RoleForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "is_me": found.pk == request.user.pk,
        "has_second_factor": Authenticator.objects.filter(user=found).exists(),
        "link": link,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    return render(request, "office/user.html", context, status=status)
