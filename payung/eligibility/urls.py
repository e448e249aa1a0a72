from django.urls import path

from payung.eligibility import views

urlpatterns = [
    path("kelayakan/", views.verdicts, name="verdicts"),
    path("kelayakan/nilai/", views.judge, name="judge"),
    path("kelayakan/<int:verdict_id>/", views.verdict, name="verdict"),
    path("kelayakan/pengecualian/", views.overrides, name="overrides"),
    path("kelayakan/pengecualian/<int:override_id>/", views.decide, name="override_decide"),
]
