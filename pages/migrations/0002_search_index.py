"""The index by which pages are found: FTS5 tables in SQLite, vectors beside the search document in PostgreSQL.

Both hold the words of `pages.search.tokens`, nothing typed; rebuilding what is derived fills them.
"""

from django.db import migrations

# The words come folded and in pairs, so the tokenizer must cut at white space alone and change nothing.
TOKENIZER = """tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co Cn'" """

FORWARD = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE pages_search USING fts5(title, body, prefix = '2 3', {TOKENIZER})",
        f"CREATE VIRTUAL TABLE pages_search_titles USING fts5(words, trigrams, prefix = '2 3', {TOKENIZER})",
        # A page that is removed takes its words along, also when no Python looks on.
        """
        CREATE TRIGGER pages_searchdocument_forget AFTER DELETE ON pages_searchdocument BEGIN
            DELETE FROM pages_search WHERE rowid = OLD.page_id;
            DELETE FROM pages_search_titles WHERE rowid = OLD.page_id;
        END
        """,
    ],
    "postgresql": [
        """
        ALTER TABLE pages_searchdocument
            ADD COLUMN title_words tsvector, ADD COLUMN words tsvector, ADD COLUMN title_trigrams text[]
        """,
        # Without fastupdate a save writes its words in place; with it, searches read a list of up to 4 MB first.
        """
        CREATE INDEX pages_search_title_words ON pages_searchdocument
            USING gin (title_words) WITH (fastupdate = off)
        """,
        """
        CREATE INDEX pages_search_words ON pages_searchdocument
            USING gin (words) WITH (fastupdate = off)
        """,
        """
        CREATE INDEX pages_search_title_trigrams ON pages_searchdocument
            USING gin (title_trigrams) WITH (fastupdate = off)
        """,
    ],
}
BACKWARD = {
    "sqlite": [
        "DROP TRIGGER pages_searchdocument_forget",
        "DROP TABLE pages_search",
        "DROP TABLE pages_search_titles",
    ],
    "postgresql": [
        """
        ALTER TABLE pages_searchdocument
            DROP COLUMN title_words, DROP COLUMN words, DROP COLUMN title_trigrams
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
    dependencies = [("pages", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
