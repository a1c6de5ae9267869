"""What somebody did lately of that which may not be done too often."""

from django.db import models


class Allowance(models.Model):
    """The times of one limit's turns that count, oldest first. `key` is a keyed hash: it names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    times = models.JSONField(default=list, help_text="Seconds since 1970.")
    until = models.DateTimeField(db_index=True, help_text="After it the row says nothing any more.")

    def __str__(self) -> str:
        return f"{len(self.times)} until {self.until:%Y-%m-%d %H:%M:%S}"
