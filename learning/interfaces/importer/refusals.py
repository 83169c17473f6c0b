"""Why an import cannot begin or go on: one clear message for a person, in the language of whoever reads it."""

from core.words import Words


class ImportRefused(Exception):  # noqa: N818 - it is an answer, not a fault
    """`message` may be shown as it is: it names no password and no path outside the source."""

    def __init__(self, message: Words) -> None:
        super().__init__(message)
        self.message = message
