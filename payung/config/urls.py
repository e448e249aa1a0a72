"""All addresses. Each stage brings its own; the entrances come first."""

from django.urls import include, path

from payung.ui.views import forgotten

handler400 = "payung.ui.views.bad_request"
handler403 = "payung.ui.views.forbidden"
handler404 = "payung.ui.views.not_found"
handler500 = "payung.ui.views.broken"

urlpatterns = [
    path("akun/password/reset/", forgotten),  # before allauth: nothing is reset or kept by e-mail
    path("akun/email/", forgotten),
    path("akun/", include("allauth.urls")),
    path("pekerjaan/", include("payung.jobs.urls")),
    path("usulan/", include("payung.intake.urls")),
    path("pekerja/", include("payung.people.urls")),
    path("", include("payung.programme.urls")),
    path("", include("payung.contributions.urls")),
    path("", include("payung.enrolment.urls")),
    path("klaim/", include("payung.claims.urls")),
    path("jangkauan/", include("payung.outreach.urls")),
    path("sembako/", include("payung.aid.urls")),
    path("", include("payung.matching.urls")),
    path("", include("payung.eligibility.urls")),
    path("", include("payung.selection.urls")),
    path("", include("payung.office.urls")),
    path("lapangan/", include("payung.field.urls")),
    path("", include("payung.reports.urls")),
    path("", include("payung.desk.urls")),
    path("", include("payung.portal.urls")),
]
