from django.urls import path

from payung.intake import views

urlpatterns = [
    path("", views.history, name="batches"),
    path("unggah/", views.upload, name="batch_upload"),
    path("format/<slug:sector>/", views.template, name="batch_format"),
    path("satu-orang/", views.one_person, name="batch_one_person"),
    path("<int:batch_id>/", views.one, name="batch"),
    path("<int:batch_id>/kolom/", views.columns, name="batch_columns"),
    path("<int:batch_id>/kolom/ulang/", views.columns_again, name="batch_columns_again"),
    path("<int:batch_id>/simpan/", views.save, name="batch_save"),
    path("<int:batch_id>/buang/", views.drop, name="batch_drop"),
    path("<int:batch_id>/batalkan/", views.undo, name="batch_undo"),
    path("<int:batch_id>/perbaikan/", views.bad_rows, name="batch_bad_rows"),
    path("<int:batch_id>/berkas/", views.original, name="batch_original"),
    path("<int:batch_id>/bukti/", views.receipt, name="batch_receipt"),
]
