"""What stands before the portal in production: nginx as shipped, with three pages of the test's own behind it."""

import http.client
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.deploy.front import Front, handshake, running
from tests.portal.ports import eventually

pytestmark = [pytest.mark.needs_nginx, pytest.mark.slow]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    data = folder / "var"
    (data / "static" / "css").mkdir(parents=True)
    (data / "static" / "css" / "base.0123456789ab.css").write_text("body{}")
    (data / "files").mkdir()
    (data / "files" / "star.svg").write_text("<svg/>")
    (data / "files" / "link").symlink_to("/etc/hostname")
    with running(folder, settings="tests.deploy.settings") as front:
        yield front


def test_plain_http_is_sent_to_tls(front: Front) -> None:
    answer = httpx.get(f"{front.plain}/page/", headers={"Host": "terakoya.example"})

    assert (answer.status_code, answer.headers["location"]) == (301, "https://terakoya.example/page/")


def test_a_page_knows_its_client_and_that_it_is_secure(front: Front) -> None:
    answer = front.get("/page/", X_Real_IP="6.6.6.6", X_Forwarded_Proto="http")

    assert answer.json() == {"secure": True, "client": "127.0.0.1"}
    assert answer.headers.get_list("strict-transport-security") == ["max-age=31536000; includeSubDomains; preload"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


def test_an_id_goes_all_the_way_and_comes_back(front: Front) -> None:
    assert front.get("/page/", X_Request_ID="trace-0001").headers["x-request-id"] == "trace-0001"
    assert front.get("/page/", X_Request_ID="no; good").headers["x-request-id"] != "no; good"
    assert eventually(lambda: '"request_id": "trace-0001"' in front.log.read_text(), 10)


def test_a_static_file_comes_from_the_front_and_may_be_kept_for_ever(front: Front) -> None:
    answer = front.get("/static/css/base.0123456789ab.css")

    assert (answer.status_code, answer.text) == (200, "body{}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_private_file_comes_through_a_page_s_leave_with_its_sandbox(front: Front) -> None:
    answer = front.get("/file/star.svg")

    assert (answer.status_code, answer.text) == (200, "<svg/>")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers.get_list("content-security-policy") == ["sandbox"]
    assert "x-accel-redirect" not in answer.headers
    assert front.get("/file/star.svg", Range="bytes=1-3").text == "svg"


@pytest.mark.parametrize("path", ["/protected/star.svg", "/file/missing.svg"])
def test_nobody_reaches_the_folder_by_address(front: Front, path: str) -> None:
    assert front.get(path).status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(front: Front) -> None:
    assert front.get("/file/link").status_code in (403, 404)


def test_a_body_above_the_limit_is_refused_and_one_below_arrives(front: Front) -> None:
    assert front.client.post("/upload/", content=b"x" * 1_000_000).text == "1000000"
    assert front.client.post("/upload/", content=b"x" * 27_000_000).status_code == 413


@pytest.mark.parametrize("origin", ["https://terakoya.example", "https://evil.example"])
def test_an_unknown_socket_and_a_foreign_origin_are_denied(front: Front, origin: str) -> None:
    assert handshake(front, origin) == 403


def test_readiness_is_asked_on_the_machine_itself(front: Front) -> None:
    assert set(front.get("/readyz").json()) == {"status", "parts"}


def test_an_address_in_japanese_of_7_000_letters_arrives_and_a_longer_one_gets_a_page(front: Front) -> None:
    assert front.get("/page/?q=" + "%E3%81%82" * 7_000).status_code == 200
    host, context = urlsplit(front.address), ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection(str(host.hostname), host.port, context=context, timeout=10)
    connection.request("GET", "/page/?q=" + "%E3%81%82" * 10_000)  # httpx itself refuses it
    answer = connection.getresponse()
    text = answer.read().decode()
    assert (answer.status, answer.headers.get_all("content-type")) == (414, ["text/html; charset=utf-8"])
    assert "アドレスが長すぎます" in text
    assert "The address is too long" in text
