"""Fetch a git repository into a temporary folder: nothing is asked, nothing is run, and it ends in time."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.words import Words, filled
from learning.interfaces.importer.address import SourceAddress
from learning.interfaces.importer.refusals import ImportRefused

logger = logging.getLogger("terakoya.import")

POLL_SECONDS = 0.2
HISTORY_SECONDS = 60
SAFE_CONFIG = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=true",  # so that the scan sees and reports them
    "credential.helper=",
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "protocol.http.allow=always",  # the screen refuses it; a terminal may use it
    "protocol.git.allow=always",
    "http.followRedirects=false",  # an allowed host must not lead to another one
    "transfer.fsckObjects=true",
    "fetch.recurseSubmodules=false",
    "advice.detachedHead=false",
    "filter.lfs.smudge=",
    "filter.lfs.process=",
    "filter.lfs.required=false",
)
SSH = "ssh -oBatchMode=yes -oConnectTimeout=15 -oClearAllForwardings=yes -oPermitLocalCommand=no"


@contextlib.contextmanager
def cloned(source: SourceAddress, *, heartbeat: Callable[[], None]) -> Iterator[tuple[Path, str]]:
    """The working tree and its commit id; both are gone afterwards. Raises ImportRefused."""
    with tempfile.TemporaryDirectory(prefix="terakoya-import-", ignore_cleanup_errors=True) as folder:
        tree = Path(folder) / "tree"
        _run_watched(_clone_command(source, tree), watched=Path(folder), heartbeat=heartbeat)
        commit = subprocess.run(  # noqa: S603 - a list, no shell
            ["git", "-C", str(tree), "rev-parse", "HEAD"],  # noqa: S607 - git of the system, as everywhere
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
            timeout=30,
        ).stdout.strip()
        if not re.fullmatch(r"[0-9a-f]{40,64}", commit):
            raise ImportRefused(_("The repository is empty."))
        yield tree, commit


def fetch_history(source: SourceAddress, tree: Path, *, commits: int, heartbeat: Callable[[], None]) -> None:
    """Bring the history of a clone along, without the files of old; where that is not to be had, it stays as it is."""
    command = [
        "git", *_options(source), "-C", str(tree), "fetch", "--quiet", f"--depth={commits}", "--filter=blob:none",
        "--no-tags", "--no-recurse-submodules", "origin",
    ]  # fmt: skip
    try:
        _run_watched(command, watched=tree.parent, heartbeat=heartbeat, seconds=HISTORY_SECONDS)
    except ImportRefused as refused:
        logger.info("no history: %s", refused.message)


def no_network() -> list[str]:
    """Options under which git reads what is there and nothing else, whatever the repository's own settings say."""
    names = ("", ".https", ".http", ".ssh", ".git", ".file", ".ext")
    closed = [f"protocol{name}.allow=never" for name in names]
    return [part for config in (*SAFE_CONFIG, *closed) for part in ("-c", config)]


def _clone_command(source: SourceAddress, tree: Path) -> list[str]:
    branch = [f"--branch={source.branch}"] if source.branch else []
    return [
        "git", *_options(source), "clone", "--quiet", "--depth=1", "--single-branch", "--no-tags",
        "--no-recurse-submodules", "--template=", *branch, "--", source.address, str(tree),
    ]  # fmt: skip


def _options(source: SourceAddress) -> list[str]:
    options = [part for config in SAFE_CONFIG for part in ("-c", config)]
    return [*options, "-c", "protocol.file.allow=always"] if source.address.startswith("file:") else options


def environment() -> dict[str, str]:
    """Nothing of ours but what ssh needs; nobody is asked for a password, no one's git settings are read."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SSH_AUTH_SOCK", "SSL_CERT_FILE") if name in os.environ}
    if "SSL_CERT_FILE" in kept:  # a git built with GnuTLS, as Debian's is, heeds its own name alone
        kept["GIT_SSL_CAINFO"] = kept["SSL_CERT_FILE"]
    proxies = {name: value for name, value in os.environ.items() if name.lower() in ("https_proxy", "no_proxy")}
    return {
        **kept,
        **proxies,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "false",
        "SSH_ASKPASS": "false",
        "SSH_ASKPASS_REQUIRE": "never",
        "GIT_SSH_COMMAND": SSH,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C.UTF-8",
    }


def _run_watched(
    command: list[str], *, watched: Path, heartbeat: Callable[[], None], seconds: float | None = None
) -> None:
    deadline = time.monotonic() + min(seconds or math.inf, settings.MATERIALS_GIT_TIMEOUT)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell; the address stands behind "--"
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment(),
            start_new_session=True,
        )
        try:
            _watch(process, deadline, watched, heartbeat)
        finally:
            _end(process)
        if process.returncode:
            errors.seek(0)
            raise ImportRefused(_explain(errors.read(20_000).decode(errors="replace")))
    _check_size(watched)  # it may have been quicker than we looked


def _watch(process: subprocess.Popen[bytes], deadline: float, watched: Path, heartbeat: Callable[[], None]) -> None:
    beat = time.monotonic()
    while process.poll() is None:
        if time.monotonic() > deadline:
            words = _("The address did not answer within %(seconds)d seconds.")
            raise ImportRefused(filled(words, seconds=settings.MATERIALS_GIT_TIMEOUT))
        _check_size(watched)
        if time.monotonic() - beat > 10:
            heartbeat()
            beat = time.monotonic()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(POLL_SECONDS)


def _check_size(watched: Path) -> None:
    if _size(watched) > settings.MATERIALS_MAX_BYTES:
        megabytes = settings.MATERIALS_MAX_BYTES // 2**20
        raise ImportRefused(filled(_("The repository is larger than %(size)d MB."), size=megabytes))


def _end(process: subprocess.Popen[bytes]) -> None:
    """The whole group: git leaves its transport helpers behind when it alone is killed."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _size(folder: Path) -> int:
    total = 0
    for root, _folders, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118 - walked thousands of times
    return total


def _explain(stderr: str) -> Words:
    """What a person can do about it; git's own words go to the log, without anything that looks like a password."""
    logger.warning("git could not fetch: %s", re.sub(r"//[^/@\s]+@", "//…@", stderr.strip())[-500:])
    text = stderr.lower()
    for signs, message in (
        (("could not read username", "could not read password", "authentication failed", "terminal prompts disabled",
          "permission denied (publickey", "returned error: 401", "returned error: 403", "host key verification failed"),
         _("The address asks for a password or a key. Only repositories that can be read without one, or with the "
           "server's own ssh key, can be imported.")),
        (("could not resolve host", "name or service not known"), _("There is no host of this name.")),
        (("remote branch", ), _("The repository has no such branch.")),
        (("not found", "does not exist", "does not appear to be a git repository", "returned error: 404"),
         _("There is no git repository at this address.")),
        (("unable to update url base from redirection", "returned error: 30"),
         _("The address leads on to another one. Give the address where the repository is now.")),
        (("connection refused", "timed out", "no route to host", "failed to connect"),
         _("The address cannot be reached.")),
    ):  # fmt: skip
        if any(sign in text for sign in signs):
            return message
    return _("git could not fetch the repository.")
