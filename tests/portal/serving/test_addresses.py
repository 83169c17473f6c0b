"""Addresses longer than the server reads: a page in both languages."""

from __future__ import annotations

import asyncio
from unittest import mock

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from portal.serving.addresses import LONGEST, Protocol


async def application(scope: object, receive: object, send: object) -> None:
    """Never asked here."""


async def _answered(request: bytes) -> str:
    protocol = Protocol(Config(application, lifespan="off"), ServerState(), {})
    transport = mock.Mock()
    protocol.connection_made(transport)
    for start in range(0, len(request), 16_384):
        protocol.data_received(request[start : start + 16_384])
    protocol.connection_lost(None)
    return b"".join(call.args[0] for call in transport.write.call_args_list).decode()


def answered(request: bytes) -> str:
    return asyncio.run(_answered(request))


@pytest.mark.parametrize("length", [LONGEST + 1, 90_000])
def test_an_address_that_is_too_long_gets_a_page_in_both_languages(length: int) -> None:
    answer = answered(b"GET /" + b"a" * (length - 1) + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith("HTTP/1.1 414 URI Too Long\r\n")
    assert "アドレスが長すぎます" in answer
    assert "The address is too long" in answer


def test_nonsense_is_refused_in_a_line() -> None:
    assert (answered(b"nonsense\r\n\r\n")).endswith("Invalid HTTP request received.")
