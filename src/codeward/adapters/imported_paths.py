"""Where imported and downloaded files lie in a home; apart from what reads them, slow to load."""

from typing import Final

FOLDER: Final = "imports"
MANIFEST: Final = "imported.json"
DOWNLOADS: Final = "downloads"
INSTALLED: Final = "installed.json"
