"""Accounts: login with user name or e-mail address, second factor, the body's own identity provider."""

from __future__ import annotations

from typing import Any

from gruenzug.web.portal.settings.environment import Environment

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
OIDC = "oidc"
DEMO_ACCOUNTS = frozenset(f"testperson{number}" for number in range(1, 11))
"""Accounts that ``demo_users`` makes on one's own machine; there they need no second factor."""


def account_settings(environment: Environment) -> dict[str, Any]:
    """Return the settings of logins."""
    return {
        "AUTHENTICATION_BACKENDS": [
            "rules.permissions.ObjectPermissionBackend",
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "PASSWORD_RESET_TIMEOUT": 24 * 60 * 60,
        "ACCOUNT_ADAPTER": "gruenzug.web.core.accounts.AccountAdapter",
        "ACCOUNT_FORMS": {"login": "gruenzug.web.core.forms.SignInForm"},
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "optional",
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if environment.behind_proxy else 0,
        "MFA_ADAPTER": "gruenzug.web.core.accounts.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # staff accounts are made by the administration, address included
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_TOTP_ISSUER": environment.programme,
        "SOCIALACCOUNT_ADAPTER": "gruenzug.web.core.accounts.ProviderAdapter",
        "SOCIALACCOUNT_ONLY": False,
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _apps(environment)}
        },
        "OIDC_CHECKS_SECOND_FACTOR": environment.oidc_second_factor,
    }


def _apps(environment: Environment) -> list[dict[str, Any]]:
    if not environment.oidc_url:
        return []
    return [
        {
            "provider_id": OIDC,
            "name": environment.oidc_name,
            "client_id": environment.oidc_client_id,
            "secret": environment.oidc_secret,
            "settings": {"server_url": environment.oidc_url},
        }
    ]
