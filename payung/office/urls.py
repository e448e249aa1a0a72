from django.urls import path

from payung.office import city_views, clinic_views, law_views, sector_views, views

urlpatterns = [
    path("mulai/", city_views.begin, name="begin"),
    path("kota/", city_views.city_page, name="city"),
    path("plkk/", clinic_views.clinics, name="clinics"),
    path("plkk/<int:clinic_id>/hapus/", clinic_views.clinic_remove, name="clinic_remove"),
    path("kota/sektor/", sector_views.sectors_page, name="sectors"),
    path("kota/contoh/", city_views.preview, name="city_preview"),
    path("kota/lambang/", city_views.picture, name="city_emblem"),
    path("peraturan/", law_views.law, name="law"),
    path("peraturan/hari-libur/", law_views.holidays, name="holidays"),
    path("peraturan/hari-libur/<str:day>/hapus/", law_views.holiday_remove, name="holiday_remove"),
    path("peraturan/usulan/<int:proposal_id>/", law_views.proposal, name="law_proposal"),
    path("peraturan/usulan/<int:proposal_id>/putusan/", law_views.decide, name="law_decide"),
    path("peraturan/angka/<str:id>/", law_views.value, name="law_value"),
    path("peraturan/angka/<str:id>/usul/", law_views.propose, name="law_propose"),
    path("pengguna/", views.users, name="users"),
    path("pengguna/baru/", views.new, name="user_new"),
    path("pengguna/<int:user_id>/", views.user, name="user"),
    path("pengguna/<int:user_id>/keadaan/", views.switch, name="user_switch"),
    path("pengguna/<int:user_id>/tautan-sandi/", views.link, name="user_link"),
    path("pengguna/<int:user_id>/faktor-kedua/", views.second_factor, name="user_second_factor"),
]
