from django.urls import path

from payung.intake import views

urlpatterns = [
    path("<int:batch_id>/", views.one, name="intake_batch"),
]
