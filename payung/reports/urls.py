from django.urls import path

from payung.reports import plan_views, promise_views, views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/<int:round_id>/<int:month>.pdf", views.monthly, name="monthly_report"),
    path("rencana/", plan_views.plan_page, name="plan"),
    path("janji/", promise_views.promises, name="promises"),
    path("janji/periksa/", promise_views.ask, name="promises_ask"),
    path("janji/riwayat/", promise_views.history, name="promise_runs"),
    path("janji/<int:run_id>/", promise_views.one_run, name="promise_run"),
    path("jejak/", views.trail, name="audit"),
]
