"""What the site as a whole stores: one number that every change of what readers see raises."""

from django.db import models


class SiteVersion(models.Model):
    """The sum of all rows is the site's version. The database's triggers write them, no code of ours does.

    SQLite has one row. PostgreSQL has as many as transactions ever wrote at one time: each raises one that
    nobody else holds, so that no writer waits for another one here.
    """

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)
