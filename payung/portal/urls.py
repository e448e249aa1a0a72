from django.urls import path

from payung.portal import benefit_views, report_views, views

urlpatterns = [
    path("", views.front, name="front"),
    path("cek/", views.check, name="check"),
    path("k/<str:code>/", views.card, name="card_page"),
    path("lapor/", report_views.report, name="report_public"),
    path("lapor/lacak/", report_views.track, name="track"),
    path("hitung/", benefit_views.benefit, name="benefit"),
    path("hitung/cetak/", benefit_views.benefit_print, name="benefit_print"),
    path("hitung/ahli-waris/", benefit_views.heirs, name="heirs"),
    path("hitung/pelindungan/", benefit_views.cover, name="cover"),
    path("informasi/", views.information, name="information"),
]
