"""Bodies in the search of the site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.search import Document, Indexer, register
from gruenzug.web.core.templatetags.gruenzug import text as in_language
from gruenzug.web.directory.models import FunctionContact, Organisation


def rows() -> QuerySet[Organisation]:
    """Return the bodies of the public directory."""
    return Organisation.objects.public().prefetch_related("topics", "function_contacts")


def describe(body: Organisation) -> Document:
    """Return a body as the search knows it: never a person."""
    offices = [f"{row.office} {row.task}".strip() for row in body.function_contacts.all() if row.is_public]
    topics = [in_language(topic.title) for topic in body.topics.all()]
    parts = [body.short_name, str(body.get_kind_display()), body.city, *topics, *offices]
    return Document(
        title=body.name,
        text=" – ".join(part for part in parts if part),
        url=body.get_absolute_url(),
    )


register(
    Indexer(
        kind="directory.organisation",
        title=_("Netzwerk"),
        rows=rows,
        describe=describe,
        model=Organisation,
        parts={FunctionContact: lambda row: row.organisation_id},
        order=50,
    )
)
