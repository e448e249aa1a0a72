"""The page of one background job, with its progress bar, and the list of mine."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.jobs import actions, queries


@needs(Can.SEE_JOBS)
def mine(request: StaffRequest) -> HttpResponse:
    page = Paginator(queries.jobs_of(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "jobs/mine.html", {"page": page})


@needs(Can.SEE_JOBS)
def one(request: StaffRequest, job_id: str) -> HttpResponse:
    job = queries.job_of(request.user, job_id)
    if job is None:
        raise Http404
    template = "jobs/_progress.html" if request.htmx else "jobs/one.html"
    response = render(request, template, {"job": job})
    if request.htmx and job.is_over:
        response.headers["HX-Refresh" if not job.result_url else "HX-Redirect"] = job.result_url or "true"
    return response


@require_POST
@needs(Can.SEE_JOBS)
def again(request: StaffRequest, job_id: str) -> HttpResponse:
    if queries.job_of(request.user, job_id) is None:
        raise Http404
    actions.retry(job_id, by=request.user, at=timezone.now())
    return redirect("job", job_id)
