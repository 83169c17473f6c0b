"""Who hears which event: the only place where apps are wired to each other."""


def connect() -> None:
    """Called once, when the apps are loaded."""
