from django.urls import path

from payung.claims import views

urlpatterns = [
    path("", views.board, name="claims"),
    path("lapor/<uuid:worker_id>/", views.report, name="report_event"),
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
