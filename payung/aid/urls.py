from django.urls import path

from payung.aid import views

urlpatterns = [
    path("", views.distributions, name="distributions"),
    path("baru/", views.new, name="new_distribution"),
    path("<int:distribution_id>/", views.one, name="distribution"),
    path("<int:distribution_id>/tanda-terima.pdf", views.receipts, name="distribution_receipts"),
    path("<int:distribution_id>/keluarga/<int:recipient_id>/", views.family, name="family_parcel"),
    path("<int:distribution_id>/serah/", views.hand_over, name="hand_over_parcel"),
]
