"""Accounts, mail on its way, due work that was done, and what reference content was loaded."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.images import SiteImage, SiteRendition
from gruenzug.web.core.roles import Role, roles_of_groups

__all__ = [
    "Attempt",
    "LastLook",
    "Once",
    "OutgoingMail",
    "ReferenceRecord",
    "RetentionEntry",
    "SearchEntry",
    "SheetUpload",
    "SiteImage",
    "SiteRendition",
    "TickRun",
    "User",
]


class User(AbstractUser):
    """An account of a person who works here; visitors need none."""

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles of this account; a superuser has that of the administration."""
        if not self.is_active:
            return frozenset()
        found = roles_of_groups(self.groups.values_list("name", flat=True))
        return found | {Role.ADMINISTRATOR} if self.is_superuser else found

    @property
    def works_here(self) -> bool:
        """Whether the account opens the back office."""
        return self.is_active and (self.is_superuser or bool(self.roles))


class OutgoingMail(models.Model):
    """A mail until some time after a server took it."""

    to = models.EmailField(_("an"), max_length=254)
    subject = models.CharField(_("Betreff"), max_length=255)
    text = models.TextField(_("Text"))
    html = models.TextField(_("HTML"))
    headers = models.JSONField(_("Kopfzeilen"), default=dict)
    created_at = models.DateTimeField(_("geschrieben am"), default=timezone.now, db_index=True)
    next_try_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    claimed_at = models.DateTimeField(_("in Arbeit seit"), null=True, editable=False)
    sent_at = models.DateTimeField(_("angenommen am"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("aufgegeben am"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Fehlversuche"), default=0)
    last_error = models.CharField(_("letzter Fehler"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Ausgehende Nachricht")
        verbose_name_plural = _("Ausgehende Nachrichten")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["sent_at", "next_try_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return self.subject


class TickRun(models.Model):
    """When a kind of due work was done last."""

    name = models.CharField(_("Arbeit"), max_length=80, unique=True)
    begun_at = models.DateTimeField(_("begonnen"), null=True)
    finished_at = models.DateTimeField(_("beendet"), null=True)
    went_well = models.BooleanField(_("gelungen"), default=True)
    report = models.CharField(_("Bericht"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Wiederkehrende Arbeit")
        verbose_name_plural = _("Wiederkehrende Arbeiten")

    def __str__(self) -> str:
        return self.name


class Once(models.Model):
    """Something that must happen once, and has."""

    key = models.CharField(_("Kennung"), max_length=200, unique=True)
    done_at = models.DateTimeField(_("geschehen am"), default=timezone.now)

    class Meta:
        verbose_name = _("Einmaliges")
        verbose_name_plural = _("Einmaliges")

    def __str__(self) -> str:
        return self.key


class SheetUpload(models.Model):
    """A spreadsheet that came back, between preview and decision."""

    sheet = models.CharField(_("Tabelle"), max_length=80)
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("hochgeladen von"), related_name="+")
    file_name = models.CharField(_("Dateiname"), max_length=200)
    rows = models.JSONField(_("Zeilen"))
    created_at = models.DateTimeField(_("hochgeladen am"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Hochgeladene Tabelle")
        verbose_name_plural = _("Hochgeladene Tabellen")

    def __str__(self) -> str:
        return self.file_name


class Attempt(models.Model):
    """That somebody did something there is a limit for; whom nobody can tell from it."""

    digest = models.CharField(_("Prüfsumme"), max_length=64)
    happened_at = models.DateTimeField(_("am"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Versuch")
        verbose_name_plural = _("Versuche")
        indexes = [models.Index(fields=["digest", "happened_at"], name="attempt_recent")]

    def __str__(self) -> str:
        return self.digest[:8]


class LastLook(models.Model):
    """When an account last looked at what others did."""

    user = models.OneToOneField(User, models.CASCADE, verbose_name=_("Konto"), related_name="+")
    looked_at = models.DateTimeField(_("angesehen am"))

    class Meta:
        verbose_name = _("Letzter Besuch")
        verbose_name_plural = _("Letzte Besuche")

    def __str__(self) -> str:
        return f"{self.user}: {self.looked_at:%Y-%m-%d}"


class RetentionEntry(models.Model):
    """That personal data were deleted because their time was over; how much, never what."""

    processing = models.CharField(_("Verarbeitung"), max_length=80)
    done_at = models.DateTimeField(_("am"), default=timezone.now, db_index=True)
    rows = models.PositiveIntegerField(_("gelöschte Zeilen"), default=0)
    error = models.CharField(_("Fehler"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Löschung nach Frist")
        verbose_name_plural = _("Löschungen nach Frist")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.processing}: {self.rows}"


class SearchEntry(models.Model):
    """One page as the search knows it, in one language; `core.search` alone writes these."""

    kind = models.CharField(_("Art"), max_length=40)
    key = models.CharField(_("Kennung"), max_length=120)
    language = models.CharField(_("Sprache"), max_length=10)
    title = models.CharField(_("Titel"), max_length=300)
    text = models.TextField(_("Text"), blank=True)
    url = models.CharField(_("Adresse"), max_length=500)
    date = models.DateField(_("Tag"), null=True, blank=True)
    minx = models.FloatField(null=True, editable=False)
    miny = models.FloatField(null=True, editable=False)
    maxx = models.FloatField(null=True, editable=False)
    maxy = models.FloatField(null=True, editable=False)
    title_index = models.TextField(_("Titel zum Suchen"), editable=False)
    haystack = models.TextField(_("Text zum Suchen"), editable=False)

    class Meta:
        verbose_name = _("Eintrag der Suche")
        verbose_name_plural = _("Einträge der Suche")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="search_entry_once")]
        indexes = [models.Index(fields=["language", "kind"], name="search_kind")]

    def __str__(self) -> str:
        return self.title


class ReferenceRecord(models.Model):
    """What a reference file last wrote under a key; tells a person's edit from our own."""

    key = models.CharField(_("Schlüssel"), max_length=200, unique=True)
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    loaded_at = models.DateTimeField(_("geladen am"), auto_now=True)

    class Meta:
        verbose_name = _("Referenzeintrag")
        verbose_name_plural = _("Referenzeinträge")

    def __str__(self) -> str:
        return self.key
