"""Settings that hold everywhere; what differs comes from the environment or from dev, test, prod."""

from __future__ import annotations

from collections.abc import Container

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gruenzug.web.portal.settings import accounts, services
from gruenzug.web.portal.settings.environment import Environment

ENVIRONMENT = Environment.read()
PACKAGE = "gruenzug.web"

SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.former_secret_keys)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = f"{PACKAGE}.portal.urls"
WSGI_APPLICATION = f"{PACKAGE}.portal.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "portal",
    "trust",
    "api",
    "newsletter",
    "dossiers",
    "events",
    "participation",
    "projects",
    "funding",
    "charter",
    "atlas",
    "directory",
    "places",
    "core",
]

INSTALLED_APPS = [
    *(f"{PACKAGE}.{room}" for room in ROOMS),
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    *accounts.APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    f"{PACKAGE}.portal.middleware.CompressionMiddleware",
    f"{PACKAGE}.portal.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    f"{PACKAGE}.portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    f"{PACKAGE}.portal.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                f"{PACKAGE}.portal.context.site",
            ],
        },
    },
]

DATABASES = {"default": services.database(ENVIRONMENT.database_url, ENVIRONMENT.folder)}

globals().update(accounts.account_settings(ENVIRONMENT))
SECOND_FACTOR_EXEMPT: Container[str] = frozenset()  # user names; the demonstration's only

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Languages: the first part of every address. Leichte Sprache has pages of its
# own; a page that is not written in it says so.
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch")), ("de-simple", _("Leichte Sprache"))]
PUBLISHED_LANGUAGES = ["de", "en", "de-simple"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [services.Path(__file__).resolve().parents[2] / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.folder / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = ENVIRONMENT.folder / "media"
RELEASES = ENVIRONMENT.releases_folder

BASE_URL = ENVIRONMENT.base_url.rstrip("/")
PROGRAMME = ENVIRONMENT.programme
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
globals().update(services.mail(ENVIRONMENT.mail_url))
NEWSLETTER_PER_MINUTE = services.whole_number("GRUENZUG_MAIL_PER_MINUTE", ENVIRONMENT.mail_per_minute)
NEWSLETTER_BOUNCE_ADDRESS = ENVIRONMENT.bounce_address
NEWSLETTER_BOUNCE_URL = ENVIRONMENT.bounce_url
NEWSLETTER_DKIM_SELECTOR = ENVIRONMENT.dkim_selector

WAGTAIL_SITE_NAME = "Grünzug"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords and addresses belong to the pages under /konto/
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False  # a new account sets its own, by the link in its invitation
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = f"{PACKAGE}.core.image_form.ImageForm"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "geojson",
    "gpkg",
    "mp4",
    "odt",
    "pdf",
    "pptx",
    "txt",
    "vtt",
    "webm",
    "xlsx",
    "zip",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows previews in a frame
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {  # parts of pages that follow from a release, which never changes
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 60 * 60,
    },
}

# Public pages: nothing from elsewhere, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
