from django.urls import path

from payung.matching import views

urlpatterns = [
    path("ganda/", views.pairs, name="pairs"),
    path("ganda/cari/", views.match, name="pairs_match"),
    path("ganda/gabungkan/", views.join_certain, name="pairs_join_certain"),
    path("ganda/<int:pair_id>/", views.pair, name="pair"),
    path("ganda/<int:pair_id>/putuskan/", views.decide, name="pair_decide"),
    path("ganda/<int:pair_id>/buka/", views.undo, name="pair_undo"),
    path("register/", views.registers, name="registers"),
]
