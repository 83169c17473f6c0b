"""The way to the cluster, and what its refusals mean to us.

Nothing that it says of a request is shown or logged as it is: addresses and headers may hold a password or a key.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop
from elastic_transport import (
    ApiError,
    ConnectionTimeout,
    SerializationError,
    TlsError,
    TransportError,
    Urllib3HttpNode,
)
from elastic_transport import ConnectionError as NotConnectedError
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.exceptions import UnsupportedProductError
from urllib3 import Timeout
from urllib3.exceptions import ConnectTimeoutError

from search.engines.protocol import EngineUnavailableError, IndexUnusableError, QuestionRefusedError

BULK_SECONDS = 60
"""How long a batch of changes may take; a page waits `timeout` seconds of the settings."""

CONNECT_SECONDS = 1.0
"""How long a node may take to be connected to: one that does not even do that is away, and another one is asked."""

CLOSED, BLOCKED = "index_closed_exception", "cluster_block_exception"
PARTS_AWAY = {"search_phase_execution_exception", "no_shard_available_action_exception"}
NOT_UNDERSTOOD = 400
IS_CLOSED = gettext_noop("The index of Elasticsearch is closed: rebuild it.")
IS_BLOCKED = gettext_noop("The index of Elasticsearch is blocked, perhaps because its disk is full.")

logger = logging.getLogger(__name__)
# The client warns of every address that it could not reach, with whatever stands in it: we say it in our own words.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


class Node(Urllib3HttpNode):
    """One that cannot be connected to is left for another one at once; the client does so only where it is refused.

    Each answer says that it is Elasticsearch's: the client looks at the first one, and a proxy before the cluster may
    come to answer for it at any time, with a page of its own.
    """

    def perform_request(
        self, method: str, target: str, body: Any = None, headers: Any = None, request_timeout: Any = None
    ) -> Any:
        if isinstance(request_timeout, int | float):
            request_timeout = Timeout(connect=min(CONNECT_SECONDS, request_timeout), read=request_timeout)
        try:
            response = super().perform_request(method, target, body, headers, request_timeout)
        except ConnectionTimeout as error:
            if any(isinstance(each, ConnectTimeoutError) for each in error.errors):
                raise NotConnectedError("No connection in time", errors=error.errors) from error
            raise
        is_content = response.meta.status < 300 or response.meta.status == 404
        if is_content and response.meta.headers.get("x-elastic-product") != "Elasticsearch":
            raise UnsupportedProductError("It is not Elasticsearch", meta=response.meta, body=None)
        return response


def connect(options: dict[str, Any]) -> Elasticsearch:
    """A client as the settings say (`portal.settings.elasticsearch`); it opens no connection yet."""
    arguments: dict[str, Any] = {
        "request_timeout": options["timeout"],
        # Another node at once where one does not answer; the question itself is not asked twice of a slow cluster.
        "max_retries": len(options["nodes"]) - 1,
        "retry_on_timeout": False,
        "node_class": Node,
    }
    if options["api_key"]:
        arguments["api_key"] = options["api_key"]
    if options["ca_certs"]:
        arguments["ca_certs"] = options["ca_certs"]
    return Elasticsearch([_with_port(node) for node in options["nodes"]], **arguments)


def options_from_settings() -> dict[str, Any]:
    options: dict[str, Any] = dict(settings.ELASTICSEARCH)
    return options


@contextlib.contextmanager
def answered() -> Iterator[None]:
    """Whatever the cluster or the way to it refuses becomes one of the two errors of the protocol."""
    try:
        yield
    except NotFoundError as error:
        raise IndexUnusableError(gettext_noop("Elasticsearch has no index: rebuild it.")) from error
    except ConnectionTimeout as error:
        raise EngineUnavailableError(gettext_noop("Elasticsearch did not reply in time.")) from error
    except TlsError as error:
        raise EngineUnavailableError(gettext_noop("The TLS identity of Elasticsearch is not trusted.")) from error
    except (UnsupportedProductError, SerializationError) as error:
        raise EngineUnavailableError(gettext_noop("What is at ELASTICSEARCH_URL is not Elasticsearch.")) from error
    except TransportError as error:
        raise EngineUnavailableError(gettext_noop("Elasticsearch cannot be reached.")) from error
    except ApiError as error:
        if kind_of(error) == CLOSED:
            raise IndexUnusableError(IS_CLOSED) from error
        refused = QuestionRefusedError if error.meta.status == NOT_UNDERSTOOD else EngineUnavailableError
        raise refused(_refusal(error)) from error


def kind_of(error: ApiError) -> str:
    """What the cluster calls it; nothing where a proxy answered."""
    said = error.body.get("error") if isinstance(error.body, dict) else None
    return str(said.get("type", "")) if isinstance(said, dict) else ""


def _refusal(error: ApiError) -> str:
    status = error.meta.status
    if kind_of(error) == BLOCKED:
        return IS_BLOCKED
    if status in {401, 403}:
        return gettext_noop("Elasticsearch refuses our key or user.")
    if status == 429:
        return gettext_noop("Elasticsearch has too much to do.")
    if status == 503 and kind_of(error) in PARTS_AWAY:
        return gettext_noop("Elasticsearch lacks a part of the index: a node is away, or it must be rebuilt.")
    if status < 500:
        # A request that it does not understand is a fault of ours: its reason belongs into the log, not on a page.
        logger.error("Elasticsearch refused a request: %s %s", status, str(error.body)[:500])
    return f"Elasticsearch replies with {status}."


def _with_port(node: str) -> str:
    """The client wants a port; without one it is that of the scheme, as for every address."""
    scheme, _, rest = node.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    if ":" in host.rpartition("]")[2]:
        return node
    place = rest.index("/") if "/" in rest else len(rest)
    return f"{scheme}://{rest[:place]}:{443 if scheme == 'https' else 80}{rest[place:]}"
