"""Settings for a try on one's own machine: SQLite, debug pages, mails printed."""

from gruenzug.web.portal.settings.accounts import DEMO_ACCOUNTS
from gruenzug.web.portal.settings.base import *  # noqa: F403
from gruenzug.web.portal.settings.base import ALLOWED_HOSTS, SECRET_KEY

SECOND_FACTOR_EXEMPT = DEMO_ACCOUNTS
DEBUG = True
SECRET_KEY = SECRET_KEY or "only-for-development-and-never-for-a-public-site"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
