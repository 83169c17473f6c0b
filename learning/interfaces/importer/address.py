"""What a person types as the source: a folder, or a git address with branch and sub-folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.words import filled
from learning.enums import SourceKind
from learning.interfaces.importer.refusals import ImportRefused

# user@host:path, as git and ssh write it. A Windows drive or a URL does not look like this.
SCP_LIKE = re.compile(r"^([A-Za-z0-9_][\w.-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):(?!//)([^\s:][^\s]*)$")
BRANCH = re.compile(r"^(?![-/.])(?!.*(\.\.|//|@\{|\.lock$))[\w./+#-]{1,200}(?<![/.])$")
ANYWHERE = ("https", "ssh")
TERMINAL_ONLY = ("http", "git", "file")


@dataclass(frozen=True)
class SourceAddress:
    """`address` is an absolute folder or a git address without branch, sub-folder and password."""

    kind: SourceKind
    address: str
    branch: str = ""
    subfolder: str = ""

    @property
    def name(self) -> str:
        """The last part: what the source is called where it says no title itself."""
        path = self.subfolder or re.split(r"[?#]", self.address)[0]
        return re.sub(r"\.git$", "", re.split(r"[/:\\]", path.rstrip("/"))[-1]) or self.address


def read_address(source: str, *, branch: str = "", subfolder: str = "", is_remote_only: bool = False) -> SourceAddress:
    """Read `SOURCE`, or `address#branch:subfolder`. `is_remote_only`: what a person may ask for on a screen.

    Raises ImportRefused for what git could take for an option, a local transport or a place of this machine.
    """
    source = source.strip()
    if not source or any(ord(char) < 32 for char in source) or source.startswith("-"):
        raise ImportRefused(_("This is no address of a git repository."))
    address, hash_branch, hash_folder = _split_fragment(source)
    branch, subfolder = branch.strip() or hash_branch, _clean_subfolder(subfolder.strip() or hash_folder)
    if branch and not BRANCH.match(branch):
        raise ImportRefused(filled(_("“%(branch)s” is not a name that a branch can have."), branch=branch[:80]))
    if "://" in address or SCP_LIKE.match(address) or re.match(r"^\w+::", address):
        _check_remote(address, is_remote_only=is_remote_only)
        return SourceAddress(SourceKind.GIT, address, branch, subfolder)
    if is_remote_only:
        raise ImportRefused(
            _("Give an address that begins with https:// or ssh://. Folders are imported from a terminal.")
        )
    return _local(source, address, branch, subfolder)


def _split_fragment(source: str) -> tuple[str, str, str]:
    """A folder whose own name holds # stays whole."""
    if "#" not in source or Path(source).expanduser().is_dir():
        return source, "", ""
    address, _sep, fragment = source.partition("#")
    branch, _sep, folder = fragment.partition(":")
    return address, branch, folder


def _clean_subfolder(folder: str) -> str:
    parts = [part for part in folder.replace("\\", "/").split("/") if part not in ("", ".")]
    if ".." in parts or ".git" in parts:
        raise ImportRefused(_("The sub-folder must lie inside the source."))
    return "/".join(parts)


def _check_remote(address: str, *, is_remote_only: bool) -> None:
    scp = SCP_LIKE.match(address)
    scheme, host, user, has_password = ("ssh", scp[2], scp[1], False) if scp else _url_parts(address)
    if scheme not in ANYWHERE and (is_remote_only or scheme not in TERMINAL_ONLY):
        raise ImportRefused(_("Only addresses that begin with https:// or ssh:// can be imported."))
    if has_password or (user and scheme in ("http", "https")):
        raise ImportRefused(_("The address holds a user name or password. Leave it out: it would be kept and shown."))
    if scheme != "file" and (not host or host.startswith("-") or user.startswith("-")):
        raise ImportRefused(_("This is no address of a git repository."))
    if is_remote_only and host.lower() not in allowed_hosts():
        words = _(
            "Materials may not be imported from %(host)s. An administrator can allow it: MATERIALS_ALLOWED_HOSTS."
        )
        raise ImportRefused(filled(words, host=host[:100]))


def _url_parts(address: str) -> tuple[str, str, str, bool]:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError as error:
        raise ImportRefused(_("This is no address of a git repository.")) from error
    return parts.scheme.lower(), parts.hostname or "", parts.username or "", parts.password is not None


def allowed_hosts() -> frozenset[str]:
    return frozenset(host.lower() for host in settings.MATERIALS_ALLOWED_HOSTS)


def _local(source: str, address: str, branch: str, subfolder: str) -> SourceAddress:
    folder = Path(address).expanduser()
    if not folder.exists():
        raise ImportRefused(filled(_("There is no folder %(folder)s."), folder=source))
    folder = folder.resolve()
    if not folder.is_dir():
        raise ImportRefused(filled(_("%(folder)s is not a folder."), folder=source))
    is_bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir()
    if is_bare or (branch and (folder / ".git").exists()):
        return SourceAddress(SourceKind.GIT, folder.as_uri(), branch, subfolder)
    if branch:
        raise ImportRefused(filled(_("%(folder)s is no git repository, so it has no branch."), folder=source))
    return SourceAddress(SourceKind.FOLDER, str(folder), "", subfolder)
