"""Headers of every answer: content policy, permissions, compression."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import activate
from django.utils.translation import gettext as _

from gruenzug.web.core.errors import NotHere

ADMIN = "/admin/"
ADMIN_POLICY = {
    # Wagtail's editor writes small scripts and styles into its pages, with the
    # names of form fields in them; so neither hashes nor nonces can name them.
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "worker-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}
WITHOUT_LANGUAGE = (ADMIN, "/api/", "/releases/", "/static/", "/media/", "/documents/")
PERMISSIONS = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
COMPRESSIBLE = ("text/", "application/json", "application/geo+json", "application/atom+xml", "image/svg+xml")


class PolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings on public pages, Wagtail's needs on the editors' pages."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN) and not report_only:
            parts.config = ADMIN_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """The language of the address; one that is prepared but not published yet is not here."""

    def process_request(self, request: HttpRequest) -> None:
        first = request.path_info.split("/", 2)[1]
        if first in dict(settings.LANGUAGES) and first not in settings.PUBLISHED_LANGUAGES:
            activate(settings.LANGUAGE_CODE)
            raise NotHere(_("Diese Sprache gibt es hier noch nicht."), "/de/", _("Zur deutschen Startseite"))
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response  # else programs would be sent to a page that is not there either
        return super().process_response(request, response)


class CompressionMiddleware(GZipMiddleware):
    """Compress what is text; a part of a file (206) and a packed file stay as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 206 and response.headers.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)
        return response
