"""Settings of a test run: Voronka's own, with a data folder that goes with the run."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

if "mypy" in sys.modules:  # it reads the settings too, and leaves without a goodbye
    FOLDER = Path(__file__).parents[1] / ".cache/types"
else:
    FOLDER = Path(tempfile.mkdtemp(prefix="voronka-tests-"))
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
(FOLDER / "static").mkdir(parents=True, exist_ok=True)  # whitenoise looks for it; finders serve the files
os.environ["VORONKA_DATA"] = str(FOLDER)
# A cluster for each test process: what one has not committed yet holds back what the log of another may show.
if clusters := os.environ.get("VORONKA_TEST_DATABASES", "").split():
    place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["VORONKA_DATABASE_URL"] = clusters[place % len(clusters)]
os.environ.setdefault("VORONKA_DATABASE_POOL", "20")  # sixteen people at once is a test
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps an event loop in the test's thread

from voronka.config.settings import *  # noqa: E402, F403
from voronka.config.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

# A file and not memory: the live server has threads, each with its own connection.
if DATABASES["default"]["ENGINE"] == "voronka.store.backend":
    options = DATABASES["default"]["OPTIONS"]
    quick = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["OPTIONS"] = {**options, "init_command": quick}
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INSTALLED_APPS = [*INSTALLED_APPS]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
