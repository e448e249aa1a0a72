from django.urls import path

from payung.portal import views

urlpatterns = [
    path("", views.front, name="front"),
    path("cek/", views.check, name="check"),
    path("k/<str:code>/", views.card, name="card_page"),
    path("informasi/", views.information, name="information"),
]
