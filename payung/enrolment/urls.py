from django.urls import path

from payung.enrolment import card_views, incoming_views, leaving_views, views

urlpatterns = [
    path("pendaftaran/", views.registrations, name="registrations"),
    path("pendaftaran/sk/<int:decree_id>/siapkan/", views.prepare, name="registrations_prepare"),
    path("pendaftaran/sk/<int:decree_id>/berkas/", views.make_file, name="registration_make_file"),
    path("pendaftaran/berkas/<int:file_id>/", views.file, name="registration_file"),
    path("pendaftaran/balasan/", views.upload_reply, name="reply_upload"),
    path("pendaftaran/balasan/<int:reply_id>/", views.reply, name="reply"),
    path("pendaftaran/balasan/berkas/<int:incoming_id>/", incoming_views.check_reply, name="reply_check"),
    path("pendaftaran/profil/", views.profiles, name="export_profiles"),
    path("pendaftaran/profil/baru/", views.edit_profile, name="export_profile_new"),
    path("pendaftaran/profil/<int:profile_id>/", views.edit_profile, name="export_profile"),
    path("seleksi/<int:place_id>/lepas/", leaving_views.release, name="seat_release"),
    path("pendaftaran/nonaktif/", leaving_views.listed, name="deactivation"),
    path("pendaftaran/nonaktif/buat/", leaving_views.make_file, name="deactivation_make"),
    path("pendaftaran/nonaktif/format/", leaving_views.edit_profile, name="deactivation_profile"),
    path("pendaftaran/nonaktif/<int:file_id>/", leaving_views.file, name="deactivation_file"),
    path("kartu/", card_views.cards, name="cards"),
    path("kartu/cetak/", card_views.print_cards, name="cards_print"),
    path("kartu/serah/", card_views.hand_over, name="card_hand_over"),
    path("kartu/serah-terima/<str:kelurahan>.pdf", card_views.handover_list, name="cards_handover_list"),
    path("kartu/berkas/<int:file_id>/", card_views.printed, name="cards_file"),
    path("kartu/<int:card_id>/", card_views.card, name="card"),
    path("kartu/<int:card_id>/ganti/", card_views.reissue, name="card_reissue"),
    path("kartu/<int:card_id>/cetak/", card_views.print_one, name="card_print"),
]
