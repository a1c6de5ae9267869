"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed copies in STATIC_ROOT; a name that was never collected is an error.

    Only `serve` collects. With DEBUG Django uses the plain names and whitenoise finds the sources; the
    tests choose Django's plain storage in conftest.py.
    """

    support_js_module_import_aggregation = True
