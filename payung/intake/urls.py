from django.urls import path

from payung.intake import views

urlpatterns = [
    path("", views.history, name="intake"),
    path("ekspor/", views.export, name="intake_export"),
    path("unggah/", views.upload, name="intake_upload"),
    path("format/<slug:sector>/", views.template, name="intake_format"),
    path("satu-orang/", views.one_person, name="intake_one_person"),
    path("<int:batch_id>/", views.one, name="intake_batch"),
    path("<int:batch_id>/kolom/", views.columns, name="intake_columns"),
    path("<int:batch_id>/kolom/ulang/", views.columns_again, name="intake_columns_again"),
    path("<int:batch_id>/simpan/", views.save, name="intake_save"),
    path("<int:batch_id>/buang/", views.drop, name="intake_drop"),
    path("<int:batch_id>/batalkan/", views.undo, name="intake_undo"),
    path("<int:batch_id>/perbaikan/", views.bad_rows, name="intake_bad_rows"),
    path("<int:batch_id>/berkas/", views.original, name="intake_original"),
    path("<int:batch_id>/bukti/", views.receipt, name="intake_receipt"),
]
