"""The index by which comments are found: a table of FTS5 in SQLite, a vector beside each comment in PostgreSQL.

Only comments that readers see have words in it.
"""

from django.db import migrations

# The words come folded and in pairs, so the tokenizer must cut at white space alone and change nothing.
TOKENIZER = """tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co Cn'" """
ROWS_AT_ONCE = 500

FORWARD = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE comments_search USING fts5(words, prefix = '2 3', {TOKENIZER})",
        # A comment that is removed takes its words along, also when no Python looks on.
        """
        CREATE TRIGGER comments_pagecomment_forget AFTER DELETE ON comments_pagecomment BEGIN
            DELETE FROM comments_search WHERE rowid = OLD.xtdcomment_ptr_id;
        END
        """,
    ],
    "postgresql": [
        "ALTER TABLE comments_pagecomment ADD COLUMN search_words tsvector",
        # Without fastupdate a decision writes its words in place; with it, searches read a list of 4 MB first.
        """
        CREATE INDEX comments_search_words ON comments_pagecomment
            USING gin (search_words) WITH (fastupdate = off)
        """,
    ],
}
BACKWARD = {
    "sqlite": ["DROP TRIGGER comments_pagecomment_forget", "DROP TABLE comments_search"],
    "postgresql": ["ALTER TABLE comments_pagecomment DROP COLUMN search_words"],
}


def make(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    """The words and where they go are today's: a later change of their format fills the index anew."""
    from comments.models.index import index_words

    using = schema_editor.connection.alias
    shown = (
        apps.get_model("comments", "PageComment").objects.using(using).filter(state="approved").order_by("pk")
    )
    rows = shown.values_list("pk", "comment", "page__lang")
    after = 0
    while found := list(rows.filter(pk__gt=after)[:ROWS_AT_ONCE]):
        index_words(found)
        after = found[-1][0]


class Migration(migrations.Migration):
    dependencies = [("comments", "0014_rules_within_bounds"), ("pages", "0020_search_in_two_tiers")]
    operations = [
        migrations.RunPython(make, remove),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
