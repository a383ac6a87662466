"""Static files in production: hashed, compressed, and the stylesheets joined into one."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_CSS = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')


class StaticStorage(CompressedManifestStaticFilesStorage):
    """One request for CSS: each ``@import … layer(name)`` of site.css becomes its text."""

    support_js_module_import_aggregation = True
    manifest_strict = True

    def post_process(self, paths, dry_run=False, **options):  # noqa: FBT002 (Django's signature)
        if SITE_CSS in paths and not dry_run:
            self._join_stylesheets()
            paths[SITE_CSS] = (self, SITE_CSS)  # to be hashed as it is now
        yield from super().post_process(paths, dry_run, **options)

    def _join_stylesheets(self) -> None:
        def text_of(match: re.Match) -> str:
            with self.open(f"css/{match['path']}") as part:
                css = part.read().decode()
            return f"@layer {match['layer']} {{\n{css}\n}}\n"

        with self.open(SITE_CSS) as site:
            joined = IMPORT.sub(text_of, site.read().decode())
        self.delete(SITE_CSS)
        self._save(SITE_CSS, ContentFile(joined.encode()))
