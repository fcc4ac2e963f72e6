"""Settings for a try on one's own machine: SQLite, debug pages, mails printed."""

from gruenzug.web.portal.settings.base import *  # noqa: F403
from gruenzug.web.portal.settings.base import ALLOWED_HOSTS, SECRET_KEY

DEBUG = True
SECRET_KEY = SECRET_KEY or "only-for-development-and-never-for-a-public-site"  # noqa: S105
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
