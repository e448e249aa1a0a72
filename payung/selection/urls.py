from django.urls import path

from payung.selection import seat_views, views

urlpatterns = [
    path("seleksi/", views.places, name="places"),
    path("seleksi/isi/", views.select, name="select"),
    path("kursi/", seat_views.seats, name="empty_seats"),
    path("kursi/panggil/", seat_views.call_all, name="empty_seats_call"),
    path("kursi/skenario/", seat_views.cut, name="budget_cut"),
    path("seleksi/<int:place_id>/", views.place, name="place"),
    path("seleksi/<int:place_id>/panggil/", views.call, name="place_call"),
    path("sk/", views.decrees, name="decrees"),
    path("sk/susun/", views.draft, name="decree_draft"),
    path("sk/<int:decree_id>/", views.decree, name="decree"),
    path("sk/<int:decree_id>/batal/", views.drop, name="decree_drop"),
    path("sk/<int:decree_id>/<str:kind>", views.paper, name="decree_paper"),
]
