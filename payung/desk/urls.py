from django.urls import path

from payung.desk import views

urlpatterns = [
    path("beranda/", views.home, name="home"),
    path("cari/", views.find, name="find"),
    path("pekerja/", views.workers, name="workers"),
    path("pekerja/<uuid:worker_id>/", views.worker, name="worker"),
]
