from django.urls import path

from payung.reports import views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("jejak/", views.trail, name="audit"),
]
