"""Settings of `make run`: the pages as visitors see them, on one's own machine, with demonstration logins."""

from django.core.management.utils import get_random_secret_key

from gruenzug.web.portal.settings.accounts import DEMO_ACCOUNTS
from gruenzug.web.portal.settings.base import *  # noqa: F403
from gruenzug.web.portal.settings.base import ALLOWED_HOSTS, ENVIRONMENT, SECRET_KEY

SECOND_FACTOR_EXEMPT = DEMO_ACCOUNTS
DEBUG = False
DEMO = True
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
WHITENOISE_USE_FINDERS = True  # styles and scripts straight from the packages, without collectstatic
WHITENOISE_AUTOREFRESH = False


def _kept_secret() -> str:
    """Return the key that signs sessions; made once, so that a restart signs nobody out."""
    path = ENVIRONMENT.folder / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), "utf-8")
    return path.read_text("utf-8")


SECRET_KEY = SECRET_KEY or _kept_secret()
(ENVIRONMENT.folder / "static").mkdir(parents=True, exist_ok=True)  # empty, for WhiteNoise asks for it
