from django.urls import path

from payung.desk import register_lists, views

urlpatterns = [
    path("beranda/", views.home, name="home"),
    path("cari/", views.find, name="find"),
    path("register/henti/", register_lists.stops, name="stop_list"),
    path("register/kematian/", register_lists.deaths, name="deaths_found"),
    path("pekerja/", views.workers, name="workers"),
    path("pekerja/<uuid:worker_id>/", views.worker, name="worker"),
]
