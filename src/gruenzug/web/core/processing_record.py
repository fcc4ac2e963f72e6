"""The record of processing activities (Art. 30 GDPR) as files, made from what is declared in the code."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core import formats, pdf, privacy
from gruenzug.web.core.exports import Column, csv_text

COLUMNS = (
    Column("id", gettext_lazy("Kennung"), lambda row: row.id),
    Column("title", gettext_lazy("Verarbeitung"), lambda row: str(row.title)),
    Column("purpose", gettext_lazy("Zweck"), lambda row: str(row.purpose)),
    Column("basis", gettext_lazy("Rechtsgrundlage"), lambda row: str(row.basis)),
    Column("data", gettext_lazy("Daten"), lambda row: str(row.data)),
    Column("recipients", gettext_lazy("Empfänger"), lambda row: str(row.recipients)),
    Column("retention", gettext_lazy("Löschung"), lambda row: str(row.retention)),
    Column("retention_days", gettext_lazy("Frist in Tagen"), lambda row: row.retention_days),
    Column("deleted_by_itself", gettext_lazy("löscht sich selbst"), lambda row: row.delete is not None),
    Column("controller", gettext_lazy("Verantwortliche Stelle"), lambda row: _controller()),
    Column("officer", gettext_lazy("Datenschutzbeauftragte Stelle"), lambda row: _officer()),
)


def as_csv() -> str:
    """Return the record with one line per processing."""
    return csv_text(COLUMNS, privacy.processings().values())


def as_pdf() -> bytes:
    """Return the record as a tagged document."""
    return pdf.render("core/print/record.typ", _facts())


def _facts() -> dict[str, object]:
    """Return all the document shows, in words."""
    environment = settings.ENVIRONMENT
    missing = _("noch nicht angegeben")
    return {
        "title": _("Verzeichnis der Verarbeitungstätigkeiten"),
        "subtitle": _("nach Artikel 30 Absatz 1 DSGVO, Stand %(day)s")
        % {"day": formats.day(timezone.localdate())},
        "head": [
            {"term": _("Verantwortliche Stelle"), "value": _controller()},
            {"term": _("Datenschutzbeauftragte Stelle"), "value": _officer()},
            {"term": _("Der Server steht bei"), "value": environment.hosting or missing},
            {"term": _("Übermittlung in Drittländer"), "value": _("findet nicht statt")},
            {"term": _("Technische und organisatorische Maßnahmen"), "value": _measures()},
        ],
        "processings": [
            {
                "title": str(row.title),
                "rows": [
                    {"term": _("Zweck"), "value": str(row.purpose)},
                    {"term": _("Rechtsgrundlage"), "value": str(row.basis)},
                    {"term": _("Daten"), "value": str(row.data)},
                    {"term": _("Empfänger"), "value": str(row.recipients)},
                    {"term": _("Löschung"), "value": str(row.retention)},
                ],
            }
            for row in privacy.processings().values()
        ],
    }


def _controller() -> str:
    environment = settings.ENVIRONMENT
    lines = [environment.operator_name, *environment.operator_address.split("|")]
    return ", ".join(line.strip() for line in lines if line.strip()) or _("noch nicht angegeben")


def _officer() -> str:
    return settings.ENVIRONMENT.privacy_mail or _("noch nicht angegeben")


def _measures() -> str:
    return _(
        "Rollen mit einzelnen Rechten, zweiter Faktor für alle Konten, Protokoll jeder Änderung, "
        "verschlüsselte Verbindungen, keine Inhalte von Dritten, tägliche Löschung nach Frist mit Vermerk."
    )
