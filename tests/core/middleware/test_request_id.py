"""Each request has an id: a sane one that was offered, else a new one."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.middleware.request_id import RequestIdMiddleware
from core.request_id import current_request_id


def answer(path: str = "/ja/", **headers: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(current_request_id())

    response = RequestIdMiddleware(view)(RequestFactory().get(path, headers=headers))
    assert isinstance(response, HttpResponse)
    return response


def test_a_sane_id_is_kept_and_given_back() -> None:
    response = answer(**{"X-Request-ID": "front-0123.abc"})

    assert response["X-Request-ID"] == response.content.decode() == "front-0123.abc"
    assert current_request_id() == ""


@pytest.mark.parametrize(
    "offered", ["", "short", "x" * 65, "two words", "new\tline", "<script>alert(1)</script>", "番号番号番号"]
)
def test_any_other_is_replaced(offered: str) -> None:
    response = answer(**{"X-Request-ID": offered})

    assert response["X-Request-ID"] != offered
    assert len(response["X-Request-ID"]) == 16


def test_each_page_is_one_line_and_what_is_asked_by_the_dozen_is_none(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="terakoya.access"):
        for path in ("/ja/", "/healthz", "/static/css/base.css"):
            answer(path)

    assert [record.getMessage() for record in caplog.records] == ["GET /ja/ 200"]
