"""Settings of the server's tests: a site of its own in a temporary folder, thrown away at the end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from codeward_server.configuration import configuration
from codeward_server.settings import settings_for
from codeward_server.site_secrets import make_site, open_site

_FOLDER = Path(tempfile.mkdtemp(prefix="codeward-test-site-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
SITE = configuration(
    {
        "CODEWARD_SITE": str(_FOLDER),
        "CODEWARD_HOSTS": "testserver",
        "DATABASE_URL": os.environ.get("CODEWARD_TEST_DATABASE_URL", ""),
    }
)
make_site(SITE)
SITE_SECRETS = open_site(SITE)
_SETTINGS = settings_for(SITE, SITE_SECRETS)
globals().update(_SETTINGS)

# A file, because connections of several threads cannot share a database in memory.
DATABASES = {
    "default": {
        **_SETTINGS["DATABASES"]["default"],  # type: ignore[index]  # settings are of any kind
        "TEST": {
            "NAME": str(_FOLDER / "test.sqlite") if SITE.database.engine == "sqlite3" else None
        },
    }
}
PASSWORD_HASHERS = ["tests.server.quick_hasher.QuickArgon2"]
