"""Tasks that only tests enqueue."""

from django_tasks import task


@task(backend="background")
def remember(word: str) -> str:
    return word


@task(backend="background")
def fail() -> None:
    raise ValueError("on purpose")
