"""How accounts come about and sign in: by the administration, or by a provider that knows their address."""

from __future__ import annotations

import base64
import time
from hashlib import sha256
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from gruenzug.web.core import mail
from gruenzug.web.core.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; mails go the way all mails go."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.works_here:
            return reverse("wagtailadmin_home")
        return f"/{get_language() or 'de'}/"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again only if the last sign-in is some minutes ago."""
        request = _request()
        signed_in = [record["at"] for record in get_authentication_records(request, request.user)]
        return time.time() - max(signed_in, default=0) > app_settings.REAUTHENTICATION_TIMEOUT

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = _request()
        current = {"request": request, "email": email, "programme_title": settings.PROGRAMME, **context}
        message = self.render_mail(template_prefix, email, current)
        mail.queue(to=message.to, subject=message.subject, text=message.body)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """A provider opens accounts that exist; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect the provider's account with ours if it vouches for the e-mail address of exactly one."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        vouched = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        users = [
            user for email in vouched for user in User.objects.filter(email__iexact=email, is_active=True)
        ]
        if len({user.pk for user in users}) == 1:
            sociallogin.connect(request, users[0])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Who works here keeps a second factor; its secrets are stored encrypted."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type not in FACTORS or not authenticator.user.works_here:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def has_second_factor(user: User) -> bool:
    """Whether the account has an authenticator app or a security key."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def _cipher() -> MultiFernet:
    """Return the cipher of the site's secret; former secrets still read."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [
        base64.urlsafe_b64encode(sha256(f"second factor:{secret}".encode()).digest()) for secret in secrets
    ]
    return MultiFernet([Fernet(key) for key in keys])


def _request() -> HttpRequest:
    return context.request
