"""Search by stems, headings, facts and spellings: the index is made anew and fills itself page by page.

A page whose `indexed_as` is behind the program is indexed by the clock, newest first; see `derived.index_stale`.
"""

from django.db import migrations, models

# The words come folded and in pairs, so the tokenizer must cut at white space alone and change nothing.
TOKENIZER = """tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co Cn'" """
DROP_TABLES = ["DROP TABLE pages_search", "DROP TABLE pages_search_titles"]
# The new column made the table anew, and without its trigger: a page that is removed takes its words along.
TRIGGER = [
    "DROP TRIGGER IF EXISTS pages_searchdocument_forget",
    """
    CREATE TRIGGER pages_searchdocument_forget AFTER DELETE ON pages_searchdocument BEGIN
        DELETE FROM pages_search WHERE rowid = OLD.page_id;
        DELETE FROM pages_search_titles WHERE rowid = OLD.page_id;
    END
    """,
]

FORWARD = {
    "sqlite": [
        *DROP_TABLES,
        f"CREATE VIRTUAL TABLE pages_search USING fts5(title, body, facts, prefix = '2 3', {TOKENIZER})",
        f"""
        CREATE VIRTUAL TABLE pages_search_titles
        USING fts5(words, headings, facts, spellings, prefix = '1 2 3', {TOKENIZER})
        """,
        *TRIGGER,
    ],
    "postgresql": [
        """
        ALTER TABLE pages_searchdocument DROP COLUMN title_trigrams,
            ADD COLUMN heading_words tsvector, ADD COLUMN title_spellings text[]
        """,
        "UPDATE pages_searchdocument SET title_words = NULL, words = NULL",
        """
        CREATE INDEX pages_search_heading_words ON pages_searchdocument
            USING gin (heading_words) WITH (fastupdate = off)
        """,
        """
        CREATE INDEX pages_search_title_spellings ON pages_searchdocument
            USING gin (title_spellings) WITH (fastupdate = off)
        """,
    ],
}
BACKWARD = {
    "sqlite": [
        *DROP_TABLES,
        f"CREATE VIRTUAL TABLE pages_search USING fts5(title, body, prefix = '2 3', {TOKENIZER})",
        f"CREATE VIRTUAL TABLE pages_search_titles USING fts5(words, trigrams, prefix = '2 3', {TOKENIZER})",
    ],
    "postgresql": [
        """
        ALTER TABLE pages_searchdocument DROP COLUMN heading_words, DROP COLUMN title_spellings,
            ADD COLUMN title_trigrams text[]
        """,
        "UPDATE pages_searchdocument SET title_words = NULL, words = NULL",
        """
        CREATE INDEX pages_search_title_trigrams ON pages_searchdocument
            USING gin (title_trigrams) WITH (fastupdate = off)
        """,
    ],
}


def make(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("pages", "0019_watch_mail")]
    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="indexed_as",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="The format of the index that has its words.",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(fields=["indexed_as"], name="search_document_stale"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["author", "page"], name="revision_by_author_and_page"),
        ),
        migrations.RunPython(make, remove),
    ]
