from django.urls import path

from payung.field import views

urlpatterns = [
    path("", views.today, name="field"),
    path("kunjungan/<uuid:worker_id>/", views.visit, name="field_visit"),
    path("kartu/", views.hand_over, name="field_card"),
]
