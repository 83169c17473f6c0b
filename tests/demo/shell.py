"""One bash that lives as long as one material, so that `cd`, variables and `$!` carry from block to block."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

MARK = "\x1e"
# What an interactive bash says about background jobs; a script's bash words it otherwise, so neither is compared.
JOB_NOTICE = re.compile(r"^(\[\d+\]|(?:\S*/)?bash: line \d+:\s+\d+ (Terminated|Killed|Interrupt|Hangup))")


class Shell:
    def __init__(self, home: Path, *, seconds: float = 60) -> None:
        self.deadline = time.monotonic() + seconds
        environment = {
            "HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TZ": "Asia/Tokyo",
            "USER": "newcomer",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=home,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.pending = ""
        # Job control gives background jobs their own group and a SIGINT that works, as in a reader's terminal.
        self.run("set -m")

    def run(self, command: str) -> tuple[str, int]:
        """Run one command with an empty standard input; returns its output (both streams) and exit status."""
        assert self.process.stdin is not None
        quoted = "'" + command.replace("'", "'\\''") + "'"
        script = f"eval {quoted} </dev/null\nprintf '{MARK}%d{MARK}' $?\n"
        self.process.stdin.write(script.encode())
        self.process.stdin.flush()
        output = self._read_until_mark()
        return output, self._status

    def folder(self) -> Path:
        return Path(self.run("pwd")[0].rstrip("\n"))

    def _read_until_mark(self) -> str:
        assert self.process.stdout is not None
        raw = b""
        while raw.count(MARK.encode()) < 2:
            left = self.deadline - time.monotonic()
            ready, _, _ = select.select([self.process.stdout], [], [], max(left, 0))
            if not ready:
                raise TimeoutError(f"no end of the command in time; so far: {raw.decode(errors='replace')[-500:]}")
            chunk = os.read(self.process.stdout.fileno(), 65536)
            if not chunk:
                raise EOFError(f"the shell ended: {raw.decode(errors='replace')[-500:]}")
            raw += chunk
        text = raw.decode("utf-8", errors="replace")
        output, status, rest = text.split(MARK, 2)
        self._status = int(status)
        return output + rest

    def close(self) -> list[str]:
        """End the shell; returns the command lines of what the material left running, which is then killed."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        left = self._left_behind()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return list(left.values())

    def _left_behind(self) -> dict[int, str]:
        """What still runs after a moment's grace: the last `sleep 0.1` of a killed loop is nobody's fault."""
        patience = time.monotonic() + 1
        while (left := _session_members(self.process.pid)) and time.monotonic() < patience:
            time.sleep(0.05)
        return left


def _session_members(session: int) -> dict[int, str]:
    """Processes of one session, read from /proc; empty on systems without it."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                line = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                found[int(stat.parent.name)] = line
        except (OSError, IndexError):
            continue
    return found


def same_output(expected: str, actual: str) -> bool:
    """Compare a transcript with what came: `...` in a line is any text, a line of `...` alone any lines."""
    pattern = ""
    for line in _comparable(expected):
        if line.strip() == "...":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.split("...")) + r"\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in _comparable(actual))) is not None


def _comparable(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    lines = [line for line in lines if not JOB_NOTICE.match(line)]
    while lines and not lines[-1]:
        lines.pop()
    return lines
