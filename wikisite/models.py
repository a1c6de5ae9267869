"""What the site as a whole stores: a number that every change of what readers see raises, and a pause."""

from django.db import models


class SiteVersion(models.Model):
    """The sum of all rows is the site's version. The database's triggers write them, no code of ours does.

    SQLite has one row. PostgreSQL has as many as transactions ever wrote at one time: each raises one that
    nobody else holds, so that no writer waits for another one here.
    """

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)


class Maintenance(models.Model):
    """One row while nothing may be written; pages are read meanwhile."""

    since = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_maintenance_at_a_time")]

    def __str__(self) -> str:
        return self.reason
