from django.urls import path

from payung.reports import views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/<int:round_id>/<int:month>.pdf", views.monthly, name="monthly_report"),
    path("jejak/", views.trail, name="audit"),
]
