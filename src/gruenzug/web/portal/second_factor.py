"""Who works here signs in with a second factor, or sets one up before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404

from gruenzug.web.core.accounts import has_second_factor

OPEN_NAMES = ("account_", "mfa_", "socialaccount_", "openid_connect_", "wagtailadmin_logout")
OPEN_PATHS = ("/static/", "/media/", "/healthz")


class SecondFactorMiddleware:
    """Lead staff without a second factor to where it is set up, whichever page they ask for.

    Demonstration accounts are exempt where the settings name them, which only
    those of the demonstration on one's own machine do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _passed(request) or _is_open(request):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=403)
        return redirect("mfa_activate_totp")


def _is_open(request: HttpRequest) -> bool:
    if request.path_info.startswith(OPEN_PATHS):
        return True
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    return name.startswith(OPEN_NAMES)


def _passed(request: HttpRequest) -> bool:
    if not request.session.get("_auth_user_id"):  # nobody signed in: no need to look anybody up
        return True
    user = request.user
    if not user.is_authenticated or user.username in settings.SECOND_FACTOR_EXEMPT or not user.works_here:
        return True
    methods = {record["method"] for record in get_authentication_records(request, user)}
    if "mfa" in methods or ("socialaccount" in methods and settings.OIDC_CHECKS_SECOND_FACTOR):
        return True
    return has_second_factor(user)
