from django.urls import path

from payung.portal import report_views, views

urlpatterns = [
    path("", views.front, name="front"),
    path("cek/", views.check, name="check"),
    path("k/<str:code>/", views.card, name="card_page"),
    path("lapor/", report_views.report, name="report_public"),
    path("lapor/lacak/", report_views.track, name="track"),
    path("informasi/", views.information, name="information"),
]
