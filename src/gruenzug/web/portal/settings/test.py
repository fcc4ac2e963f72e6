"""Settings for tests: nothing of the machine's environment but the database's address."""

import os
import tempfile
from pathlib import Path

from gruenzug.web.portal.settings import services
from gruenzug.web.portal.settings.base import *  # noqa: F403
from gruenzug.web.portal.settings.environment import Environment

DEBUG = False
ENVIRONMENT = Environment.read({})
PROGRAMME = ENVIRONMENT.programme
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = "http://testserver"

_folder = Path(tempfile.gettempdir()) / f"gruenzug-tests-{os.getuid()}"
MEDIA_ROOT = _folder / "media"
RELEASES = _folder / "releases"
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": services.database(os.environ.get("DATABASE_URL", ""), _folder)}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Everybody:
    """Contains every name: tests of pages sign accounts in without more ado."""

    def __contains__(self, name: object) -> bool:
        return True


SECOND_FACTOR_EXEMPT = Everybody()
