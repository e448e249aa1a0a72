from django.urls import path

from payung.office import city_views, views

urlpatterns = [
    path("mulai/", city_views.begin, name="begin"),
    path("kota/", city_views.city_page, name="city"),
    path("pengguna/", views.users, name="users"),
    path("pengguna/baru/", views.new, name="user_new"),
    path("pengguna/<int:user_id>/", views.user, name="user"),
    path("pengguna/<int:user_id>/keadaan/", views.switch, name="user_switch"),
    path("pengguna/<int:user_id>/tautan-sandi/", views.link, name="user_link"),
    path("pengguna/<int:user_id>/faktor-kedua/", views.second_factor, name="user_second_factor"),
]
