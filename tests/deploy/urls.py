"""What the front is tried with: a page, a file that may be had, an upload."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


def page(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"secure": request.is_secure(), "client": request.META["REMOTE_ADDR"]})


def file(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponse(content_type="image/svg+xml")
    response["X-Accel-Redirect"] = f"/protected/{name}"
    response["Content-Security-Policy"] = "sandbox"
    return response


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(len(request.body))


urlpatterns = [path("page/", page), path("file/<path:name>", file), path("upload/", upload)]
