from django.urls import path

from payung.programme import views

urlpatterns = [
    path("putaran/", views.rounds, name="rounds"),
    path("putaran/buka/", views.open_round, name="round_open"),
    path("putaran/<int:round_id>/", views.one, name="round"),
    path("putaran/<int:round_id>/kuota/", views.set_quotas, name="round_quotas"),
    path("putaran/<int:round_id>/betulkan/", views.mend_round, name="round_mend"),
    path("putaran/<int:round_id>/batalkan/", views.cancel_round, name="round_cancel"),
    path("dana/", views.funds, name="funds"),
    path("dana/tambah/", views.open_fund, name="fund_open"),
]
