from django.urls import path

from payung.people import views

urlpatterns = [
    path("<uuid:worker_id>/perbaiki/", views.correct, name="worker_correct"),
    path("<uuid:worker_id>/keluarga/", views.relatives, name="worker_relatives"),
    path(
        "<uuid:worker_id>/keluarga/<int:relative_id>/hapus/",
        views.remove_relative,
        name="worker_relative_remove",
    ),
    path("<uuid:worker_id>/lihat/<slug:field>/", views.reveal, name="worker_reveal"),
]
