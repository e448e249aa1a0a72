from django.urls import path

from payung.jobs import views

urlpatterns = [
    path("", views.mine, name="jobs"),
    path("<uuid:job_id>/", views.one, name="job"),
    path("<uuid:job_id>/ulang/", views.again, name="job_again"),
]
