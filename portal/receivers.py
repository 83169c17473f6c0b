"""Who hears which event: the only place where apps are wired to each other."""

from core.api import PersonLeft, receive
from learning.api import give_seats_back


def connect() -> None:
    """Called once, when the apps are loaded."""
    receive(PersonLeft, give_seats_back)
