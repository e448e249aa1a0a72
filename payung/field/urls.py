from django.urls import path

from payung.field import offline_views, views

urlpatterns = [
    path("", views.today, name="field"),
    path("kunjungan/<uuid:worker_id>/", views.visit, name="field_visit"),
    path("tanpa-sinyal/", offline_views.offline, name="field_offline"),
    path("kirim/", offline_views.send, name="field_send"),
    path("pekerja-layanan.js", offline_views.worker, name="field_worker"),
    path("kartu/", views.hand_over, name="field_card"),
]
