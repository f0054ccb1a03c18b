"""Static files under names that carry a hash of their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

WITHOUT_SOURCE_MAPS = (
    (
        "*.css",
        (
            r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
            (r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
        ),
    ),
)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Imports between our ES modules are rewritten too, so no import map is needed; source maps are not served."""

    patterns = WITHOUT_SOURCE_MAPS
    support_js_module_import_aggregation = True
    manifest_strict = False
