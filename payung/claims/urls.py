from django.urls import path

from payung.claims import notice_views, views

urlpatterns = [
    path("", views.board, name="claims"),
    path("lapor/<uuid:worker_id>/", views.report, name="report_event"),
    path("kabar/", notice_views.listed, name="notices"),
    path("kabar/baru/", notice_views.new, name="notice_new"),
    path("kabar/cari/", notice_views.search_register, name="notices_register"),
    path("kabar/daftar/", notice_views.upload, name="notices_upload"),
    path("kabar/<int:notice_id>/", notice_views.one, name="notice"),
    path("kabar/<int:notice_id>/pilih/", notice_views.choose, name="notice_choose"),
    path("kabar/<int:notice_id>/bukan/", notice_views.aside, name="notice_aside"),
    path("kabar/<int:notice_id>/buka/", notice_views.reopen, name="notice_reopen"),
    path("kabar/<int:notice_id>/keluarga/", notice_views.vouch, name="notice_vouch"),
    path("<int:claim_id>/", views.one, name="claim"),
    path("<int:claim_id>/berkas/", views.paper, name="claim_paper"),
    path("<int:claim_id>/keluarga/", views.heir, name="claim_heir"),
    path("<int:claim_id>/keluarga/<int:heir_id>/hapus/", views.heir_removed, name="claim_heir_removed"),
    path("<int:claim_id>/ajukan/", views.file, name="claim_file"),
    path("<int:claim_id>/hasil/", views.result, name="claim_result"),
    path("<int:claim_id>/lengkapi/", views.reopen, name="claim_reopen"),
    path("<int:claim_id>/surat-pengantar.pdf", views.letter, name="claim_letter"),
    path("<int:claim_id>/berkas.pdf", views.checklist, name="claim_checklist"),
]
