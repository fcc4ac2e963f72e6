"""A new account sets its own password; a lost second factor is taken off by somebody who may."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import mail
from gruenzug.web.core.audit import record
from gruenzug.web.core.models import User


@transaction.atomic
def invite(*, user: User, by: Any) -> bool:
    """Send `user` a link to set a password; False if there is no address to send it to."""
    if not user.email:
        return False
    with override("de"):
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        context = {
            "user": user,
            "link": settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key),
            "forgotten": settings.BASE_URL + reverse("account_reset_password"),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        mail.send(to=user.email, subject=_("Ihr Konto"), template="core/mail/invitation", context=context)
    record("core.account_invited", subject=user, by=by)
    return True


@transaction.atomic
def reset_second_factor(*, user: User, by: Any) -> int:
    """Take off every second factor of `user`, who must set up a new one at the next sign-in."""
    count, _rows = Authenticator.objects.filter(user=user).delete()
    if count:
        record("core.second_factor_reset", subject=user, by=by)
    return count


def group_names(user: User) -> str:
    """Return the groups of `user` as one text, administration without limits included."""
    names = sorted(user.groups.values_list("name", flat=True))
    return ", ".join([*names, "Superuser"] if user.is_superuser else names)


@transaction.atomic
def note_roles(*, user: User, before: str, by: Any) -> None:
    """Log which roles `user` has now, if they were others `before`."""
    now = group_names(user)
    if now != before:
        record("core.roles_changed", subject=user, by=by, changes={_("Rollen"): (before, now)})
