"""The Elasticsearch that search runs on, where one is named. Without `ELASTICSEARCH_URL` the embedded engine serves."""

import ssl
from typing import Any
from urllib.parse import urlsplit

from . import environment

ELASTICSEARCH_NODES = environment.elasticsearch("ELASTICSEARCH_URL")


def _index() -> str:
    return environment.matching(
        "ELASTICSEARCH_INDEX",
        default="terakoya",
        pattern=r"[a-z][a-z0-9_-]{0,99}",
        says="must be small letters, digits, - and _, and begin with a letter.",
    )


def _api_key() -> str:
    key = environment.matching(
        "ELASTICSEARCH_API_KEY",
        default="",
        pattern=r"[A-Za-z0-9+/=_:-]+",
        says="must be the encoded key that Elasticsearch gave.",
    )
    if key and any(urlsplit(node).username for node in ELASTICSEARCH_NODES):
        environment.stop(
            "ELASTICSEARCH_API_KEY", "is set, and ELASTICSEARCH_URL holds a user too: leave one of them out."
        )
    return key


def _ca_certs() -> str:
    path = environment.file("ELASTICSEARCH_CA_CERTS")
    if path:
        if not all(node.startswith("https:") for node in ELASTICSEARCH_NODES):
            environment.stop("ELASTICSEARCH_CA_CERTS", "is set, and ELASTICSEARCH_URL does not begin with https:.")
        try:
            ssl.create_default_context(cafile=path)
        except OSError:
            environment.stop("ELASTICSEARCH_CA_CERTS", f"must hold certificates in PEM form; {path} does not.")
    return path


# What search.engines.elastic is made with. The key and the nodes may hold secrets: none of it is ever logged or shown.
ELASTICSEARCH: dict[str, Any] = {
    "nodes": ELASTICSEARCH_NODES,
    "api_key": _api_key(),
    "ca_certs": _ca_certs(),
    "index": _index(),
    "shards": environment.number("ELASTICSEARCH_SHARDS", default=1, low=1, high=100),
    # None: one copy as soon as there is a second node for it.
    "replicas": (
        environment.number("ELASTICSEARCH_REPLICAS", default=0, low=0, high=10)
        if environment.text("ELASTICSEARCH_REPLICAS")
        else None
    ),
    # Seconds that a page waits for an answer.
    "timeout": environment.number("ELASTICSEARCH_TIMEOUT", default=5, low=1, high=60),
}
