"""Who hears which event: the only place where apps are wired to each other."""

from core.api import PersonLeft, receive
from learning.api import CompletionsChanged, give_seats_back, hear_of_completions, hear_of_people


def connect() -> None:
    """Called once, when the apps are loaded."""
    receive(PersonLeft, give_seats_back)
    receive(CompletionsChanged, hear_of_completions)
    hear_of_people()
