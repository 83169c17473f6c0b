"""State stamps: what the database itself bumps whenever a table changes. Written by triggers (core.kept.triggers)."""

from django.db import models


class Stamp(models.Model):
    """The state of a table, or of those of its rows that share a value: number and sums of the rows of its name.

    On SQLite there is one row a name, counted up. On PostgreSQL each transaction adds a row of its own (`writer` is
    its number), so that no two of them ever wait for each other here.
    """

    name = models.CharField(max_length=150)
    writer = models.BigIntegerField(default=0)
    count = models.BigIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "writer"], name="one_stamp_a_name_and_writer")]

    def __str__(self) -> str:
        return self.name
