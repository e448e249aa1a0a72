from django.urls import path

from payung.outreach import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("kata/", views.words, name="outreach_words"),
    path("siapkan/", views.prepare_due, name="outreach_due"),
    path("klaim/<int:claim_id>/", views.prepare, name="outreach_prepare"),
    path("<int:message_id>/", views.one, name="message"),
    path("<int:message_id>/surat.pdf", views.letter, name="message_letter"),
    path("<int:message_id>/<slug:to>/", views.settle, name="message_settle"),
]
