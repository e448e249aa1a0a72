"""The pages of an agency's list: upload, match columns, check the result, save, receipt, history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from payung.accounts.enums import Can
from payung.accounts.gate import needs
from payung.intake import queries


@needs(Can.SEE_INTAKE)
def one(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = queries.batch(batch_id, request.scope)
    if batch is None:
        raise Http404
    return render(request, "intake/batch.html", {"batch": batch})
