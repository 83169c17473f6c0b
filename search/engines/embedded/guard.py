"""Whatever tantivy throws becomes one of our two errors: ValueError for nearly everything, and for a panic an exception
of its binding that is no `Exception`. A mistake in our own code stays what it is: it does not call an index damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.protocol import EngineError, EngineUnavailableError, IndexUnusableError

NO_ROOM = ("writer was killed", "Worker thread failed", "os error 28", "os error 122")
"""The last two are a full disk and a full quota, said of a file; the others the threads that write."""


class LockedError(EngineUnavailableError):
    """Another process has the lock."""


@contextmanager
def guarded(doing: str) -> Iterator[None]:
    """`doing` completes the sentence "… failed while"."""
    try:
        yield
    except EngineError:
        raise
    except OSError as error:
        raise EngineUnavailableError(f"The index could not be read or written while {doing}: {error}") from error
    except BaseException as error:
        if not isinstance(error, ValueError) and type(error).__name__ != "PanicException":
            raise
        if "LockBusy" in str(error):
            raise LockedError("Another process is writing the search index; changes wait until it is done.") from error
        if "Lockfile" in str(error):
            # Readers need it too, for the moment in which they open the index.
            message = f"No lock could be put into the folder of the search index ({doing}). May it be written? {error}"
            raise EngineUnavailableError(message) from error
        if any(said in str(error) for said in NO_ROOM):
            # tantivy says no more of what stopped its threads; nothing that is written is worse for it.
            message = "The search index could not be written: the disk may be full. Changes wait."
            raise EngineUnavailableError(message) from error
        raise IndexUnusableError(f"The search index is damaged ({doing}): {error}. Rebuild it.") from error
