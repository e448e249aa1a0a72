from django.urls import path

from payung.reports import plan_views, views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/<int:round_id>/<int:month>.pdf", views.monthly, name="monthly_report"),
    path("rencana/", plan_views.plan_page, name="plan"),
    path("jejak/", views.trail, name="audit"),
]
