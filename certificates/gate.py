"""What a gate without a network needs: a page kept on the device that checks the paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .issuer.models import StatusList


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Without any certificate in it: its script reads the one in the address."""
    return render(request, "certificates/gate/offline.html")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Below /verify/, so that it sees nothing else."""
    lists = StatusList.objects.exclude(credential="").values_list("pk", flat=True)
    context = {"lists": list(lists)}
    return render(request, "certificates/gate/sw.js", context, content_type="text/javascript")
