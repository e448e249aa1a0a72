from django.urls import path

from payung.matching import evaluation_views, register_views, views

urlpatterns = [
    path("ganda/", views.pairs, name="pairs"),
    path("ganda/cari/", views.match, name="pairs_match"),
    path("ganda/gabungkan/", views.join_certain, name="pairs_join_certain"),
    path("ganda/batas/", views.limits, name="pair_limits"),
    path("ganda/daftar-induk/cari/", views.look_in_register, name="pairs_in_register"),
    path("ganda/orang/<uuid:worker_id>/", views.twins, name="twins"),
    path("ganda/orang/<uuid:worker_id>/dengan/<uuid:other_id>/", views.compare, name="twins_compare"),
    path("ganda/evaluasi/", evaluation_views.evaluation, name="evaluation"),
    path("ganda/evaluasi/ambil/", evaluation_views.draw, name="sample_draw"),
    path("ganda/evaluasi/<int:sample_id>/nilai/", evaluation_views.label, name="sample_label"),
    path("ganda/evaluasi/<int:sample_id>/laporan.xlsx", evaluation_views.workbook, name="sample_workbook"),
    path("ganda/evaluasi/<int:sample_id>/laporan.pdf", evaluation_views.report, name="sample_report"),
    path("ganda/evaluasi/butir/<int:item_id>/putuskan/", evaluation_views.say, name="sample_say"),
    path("ganda/evaluasi/butir/<int:item_id>/buka/", evaluation_views.unsay, name="sample_unlabel"),
    path("ganda/<int:pair_id>/", views.pair, name="pair"),
    path("ganda/<int:pair_id>/putuskan/", views.decide, name="pair_decide"),
    path("ganda/<int:pair_id>/buka/", views.undo, name="pair_undo"),
    path("register/", register_views.registers, name="registers"),
    path("register/unggah/", register_views.upload, name="register_upload"),
    path("register/format/<slug:register>/", register_views.template, name="register_template"),
    path("register/jawaban/", register_views.answers, name="register_answers"),
    path("register/<int:extract_id>/", register_views.register, name="register"),
    path("register/<int:extract_id>/kolom/", register_views.columns, name="register_columns"),
    path("register/<int:extract_id>/simpan/", register_views.save, name="register_save"),
    path("register/<int:extract_id>/buang/", register_views.drop, name="register_drop"),
    path("register/<int:extract_id>/baris-salah/", register_views.bad_rows, name="register_bad_rows"),
]
