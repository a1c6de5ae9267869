"""The rules of discussion: what is held, for how long a page is discussed, how much anybody may post."""

from typing import Any

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

THE_ONE = 1
MAX_NUMBER = 32_767  # of days, minutes or comments: what a small integer holds on every database
MAX_KEYS_CHARS = 20_000
KEYS_HELP = _(
    "One word, address, domain or network (203.0.113.0/24) per line. It will match inside words, so “press” "
    "will match “WordPress”."
)


class RulesQuerySet(models.QuerySet["Rules"]):
    def current(self) -> "Rules":
        """The rules that hold now; those that we recommend where nobody has saved any."""
        return self.filter(pk=THE_ONE).first() or Rules(pk=THE_ONE)

    def as_json(self) -> models.QuerySet[Any, Any]:
        """The saved row as one value, for a query about something else that needs the rules too."""
        names = [field.attname for field in self.model._meta.concrete_fields]
        return self.filter(pk=THE_ONE).values_list(JSONObject(**{name: name for name in names}))


class Rules(models.Model):
    """One row. Names and sentences are those of WordPress's Settings > Discussion where it has the rule."""

    hold_all = models.BooleanField(_("Comment must be manually approved"), default=False)
    hold_strangers = models.BooleanField(
        _("Comments by people without a confirmed account must be manually approved"), default=True
    )
    hold_until_approved = models.BooleanField(
        _("Comment author must have a previously approved comment"),
        default=True,
        help_text=_("People without an account are told apart by the e-mail address that they typed."),
    )
    max_links = models.PositiveSmallIntegerField(
        _("Hold a comment in the queue if it contains this many links or more"),
        null=True,
        blank=True,
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_NUMBER)],
        help_text=_("A common characteristic of comment spam is a large number of hyperlinks. Empty: never."),
    )
    held_keys = models.TextField(
        _("Comment moderation"),
        blank=True,
        validators=[MaxLengthValidator(MAX_KEYS_CHARS)],
        help_text=_(
            "When a comment contains any of these words in its content, author name, URL, email or IP "
            "address, it will be held in the moderation queue."
        )
        + " "
        + KEYS_HELP,
    )
    disallowed_keys = models.TextField(
        _("Disallowed comment keys"),
        blank=True,
        validators=[MaxLengthValidator(MAX_KEYS_CHARS)],
        help_text=_(
            "When a comment contains any of these words in its content, author name, URL, email or IP "
            "address, it will be kept among the spam, where moderators find it."
        )
        + " "
        + KEYS_HELP,
    )
    spam_hold_percent = models.PositiveSmallIntegerField(
        _("Hold a comment whose spam score is at least this many percent"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    flags_to_hold = models.PositiveSmallIntegerField(
        _("Hold an approved comment again after flags by this many trusted people"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_NUMBER)],
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("Automatically close comments on pages older than this many days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_NUMBER)],
        help_text=_("A page is as old as its last edit. Empty: never."),
    )
    levels = models.PositiveSmallIntegerField(
        _("Enable threaded (nested) comments, levels deep"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Deeper replies stand below each other and name the comment that they answer."),
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("Minutes in which people may change their own comments"),
        default=15,
        validators=[MaxValueValidator(MAX_NUMBER)],
        help_text=_("What they said before is kept for moderators. 0: never."),
    )
    comments_a_minute = models.PositiveSmallIntegerField(
        _("Comments a minute from one address, and from one account"),
        default=5,
        validators=[MaxValueValidator(MAX_NUMBER)],
    )
    comments_an_hour = models.PositiveSmallIntegerField(
        _("Comments an hour from one address, and from one account"),
        default=30,
        validators=[MaxValueValidator(MAX_NUMBER)],
    )
    strangers_a_minute = models.PositiveSmallIntegerField(
        _("Comments a minute by all people without an account together"),
        default=120,
        validators=[MaxValueValidator(MAX_NUMBER)],
    )

    objects = RulesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("rules of discussion")
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ONE), name="rules_are_one_row")]

    def __str__(self) -> str:
        return str(_("Rules of discussion"))

    @classmethod
    def read(cls, values: dict[str, Any] | None) -> "Rules":
        """The rules of `as_json`; those that we recommend where nobody has saved any."""
        if values is None:
            return cls(pk=THE_ONE)
        columns = {field.attname: field for field in cls._meta.concrete_fields}
        return cls(**{name: columns[name].to_python(value) for name, value in values.items()})
