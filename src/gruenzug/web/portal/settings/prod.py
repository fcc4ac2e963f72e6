"""Settings for a public site; refuses to start without what safety needs."""

from django.core.exceptions import ImproperlyConfigured

from gruenzug.web.portal.settings.base import *  # noqa: F403
from gruenzug.web.portal.settings.base import ALLOWED_HOSTS, ENVIRONMENT, SECRET_KEY

DEBUG = False

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "GRUENZUG_SECRET_KEY has fewer than 50 characters; create one with "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("GRUENZUG_HOSTS is empty; name the host names the site answers to, by comma")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS]
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = ENVIRONMENT.https_only
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https_only else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https_only
SECURE_HSTS_PRELOAD = ENVIRONMENT.https_only
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https_only

SILENCED_SYSTEM_CHECKS = ["security.W019"]  # frames of our own pages: the editor's preview is one

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
