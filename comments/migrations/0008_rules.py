"""The rules of discussion."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_former_texts")]

    operations = [
        migrations.CreateModel(
            name="Rules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hold_all",
                    models.BooleanField(default=False, verbose_name="Comment must be manually approved"),
                ),
                (
                    "hold_strangers",
                    models.BooleanField(
                        default=True,
                        verbose_name="Comments by people without a confirmed account must be manually approved",
                    ),
                ),
                (
                    "hold_until_approved",
                    models.BooleanField(
                        default=True,
                        help_text="People without an account are told apart by the e-mail address that they typed.",
                        verbose_name="Comment author must have a previously approved comment",
                    ),
                ),
                (
                    "max_links",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=2,
                        help_text="A common characteristic of comment spam is a large number of hyperlinks. Empty: never.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Hold a comment in the queue if it contains this many links or more",
                    ),
                ),
                (
                    "held_keys",
                    models.TextField(
                        blank=True,
                        help_text="When a comment contains any of these words in its content, author name, URL, email or IP address, it will be held in the moderation queue. One word, address, domain or network (203.0.113.0/24) per line. It will match inside words, so “press” will match “WordPress”.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="Comment moderation",
                    ),
                ),
                (
                    "disallowed_keys",
                    models.TextField(
                        blank=True,
                        help_text="When a comment contains any of these words in its content, author name, URL, email or IP address, it will be kept among the spam, where moderators find it. One word, address, domain or network (203.0.113.0/24) per line. It will match inside words, so “press” will match “WordPress”.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="Disallowed comment keys",
                    ),
                ),
                (
                    "spam_hold_percent",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Hold a comment whose spam score is at least this many percent",
                    ),
                ),
                (
                    "flags_to_hold",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Hold an approved comment again after flags by this many trusted people",
                    ),
                ),
                (
                    "close_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A page is as old as its last edit. Empty: never.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Automatically close comments on pages older than this many days",
                    ),
                ),
                (
                    "levels",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Deeper replies stand below each other and name the comment that they answer.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="Enable threaded (nested) comments, levels deep",
                    ),
                ),
                (
                    "edit_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="What they said before is kept for moderators. 0: never.",
                        verbose_name="Minutes in which people may change their own comments",
                    ),
                ),
                (
                    "comments_a_minute",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="Comments a minute from one address, and from one account"
                    ),
                ),
                (
                    "comments_an_hour",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="Comments an hour from one address, and from one account"
                    ),
                ),
                (
                    "strangers_a_minute",
                    models.PositiveSmallIntegerField(
                        default=120,
                        verbose_name="Comments a minute by all people without an account together",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of discussion",
                "verbose_name_plural": "rules of discussion",
            },
        ),
        migrations.AddConstraint(
            model_name="rules",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="rules_are_one_row"),
        ),
    ]
