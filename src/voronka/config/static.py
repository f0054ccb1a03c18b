"""Static files under names that carry a hash of their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Imports between our ES modules are rewritten too, so no import map is needed."""

    support_js_module_import_aggregation = True
    manifest_strict = False
    keep_only_hashed_files = False
