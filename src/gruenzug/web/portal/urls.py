"""All addresses; the language is the first part of those that people read."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from gruenzug.web.api.urls import api
from gruenzug.web.core.addresses import words
from gruenzug.web.core.views import styleguide
from gruenzug.web.portal import views, views_public, views_search

handler404 = "gruenzug.web.portal.views.not_found"
handler500 = "gruenzug.web.portal.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views_public.sitemap, name="sitemap"),
    path("admin/login/", views.sign_in, name="wagtailadmin_login"),
    path("admin/reports/site-history/", RedirectView.as_view(pattern_name="core_log")),
    path("admin/reports/site-history/results/", RedirectView.as_view(pattern_name="core_log")),
    path("admin/", include(wagtailadmin_urls)),
    path("konto/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("releases/", include("gruenzug.web.atlas.urls_files")),
    path("media/<path:path>", views_public.media, name="media"),
    *i18n_patterns(
        path("", include("gruenzug.web.atlas.urls")),
        path("", include("gruenzug.web.charter.urls")),
        path("", include("gruenzug.web.funding.urls")),
        path("", include("gruenzug.web.projects.urls")),
        path("", include("gruenzug.web.participation.urls")),
        path("", include("gruenzug.web.events.urls")),
        path("", include("gruenzug.web.dossiers.urls")),
        path("", include("gruenzug.web.directory.urls")),
        path("", include("gruenzug.web.newsletter.urls")),
        path("", include("gruenzug.web.trust.urls")),
        path(words("konto/"), include("allauth.account.urls")),
        path(words("konto/2fa/"), include("allauth.mfa.urls")),
        path(words("konto/verbunden/"), include("allauth.socialaccount.urls")),
        path(words("daten/"), include("gruenzug.web.portal.urls_data")),
        path(words("suche/"), views_search.search, name="search"),
        path(words("vorschau/<int:pk>.png"), views_public.preview, name="preview"),
        path(words("vorschau/<slug:kind>/<slug:key>.png"), views_public.preview_of, name="preview-of"),
        path(words("presse/pressepaket.zip"), views_public.press, name="press-kit"),
        path(words("gestaltung/"), styleguide, name="styleguide"),
        path("", include(wagtail_urls)),
    ),
]
