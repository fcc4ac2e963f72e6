"""Documents that everybody can read: tagged PDF (PDF/UA-1), text documents with real headings."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from docx import Document

from gruenzug.web.charter.documents.council_paper import as_docx, as_pdf, council_paper
from gruenzug.web.charter.documents.version_pdf import version_pdf
from gruenzug.web.charter.models import CommitmentRequest, Version
from gruenzug.web.charter.selectors.texts import sections_of
from gruenzug.web.directory.models import Organisation
from tests.factories import (
    CommitmentFactory,
    CommitmentRequestFactory,
    MunicipalityFactory,
    OrganisationFactory,
    StationFactory,
)

pytestmark = pytest.mark.django_db


def tags(content: bytes) -> list[str]:
    """Return the structure types of a tagged PDF in reading order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        found: list[str] = []
        waiting = [pdf.Root.StructTreeRoot.K]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, pikepdf.Array):
                waiting = [*node, *waiting]
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append(str(node.S).lstrip("/"))
                if "/K" in node:
                    waiting.insert(0, node.K)
        return found


def claims(content: bytes) -> dict[str, object]:
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as meta:
        return {
            "part": meta.get("pdfuaid:part"),
            "title": meta.get("dc:title"),
            "language": str(pdf.Root.Lang),
            "marked": bool(pdf.Root.MarkInfo.Marked),
            "shows_title": bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            "outline": pdf.Root.Outlines.get("/Count", 0) != 0,
        }


def headings(content: bytes) -> list[int]:
    return [int(tag[1:]) for tag in tags(content) if tag[0] == "H" and tag[1:].isdigit()]


@pytest.mark.parametrize("document", ["charta", "strategie"])
def test_a_version_is_a_tagged_pdf_whose_headings_leave_out_no_level(programme, document):
    version = Version.objects.in_force(document)
    content = version_pdf(version, sections_of(version))
    assert claims(content) == {
        "part": "1",
        "title": version.title,
        "language": "de",
        "marked": True,
        "shows_title": True,
        "outline": True,
    }
    levels = headings(content)
    assert levels[0] == 1
    assert len(levels) > version.sections.count()
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_same_text_gives_the_same_bytes(programme):
    version = Version.objects.in_force()
    assert version_pdf(version, sections_of(version)) == version_pdf(version, sections_of(version))


def test_text_with_markup_stays_text(programme):
    version = Version.objects.in_force()
    section = sections_of(version)[0]
    section.text_de = "#panic() $x$ *fett* <a> @b \\ [c]"
    assert version_pdf(version, [section])[:5] == b"%PDF-"


@pytest.fixture
def request_(db):
    return CommitmentRequestFactory(version__title="Charta Grüne Infrastruktur")


def text_of(content: bytes) -> list[tuple[str, str]]:
    return [(part.style.name, part.text) for part in Document(BytesIO(content)).paragraphs if part.text]


def test_a_council_paper_names_the_body_and_has_every_block_as_a_heading(request_):
    body = OrganisationFactory(name="Stadt Herne")
    content = as_docx(council_paper(request_, body))
    parts = text_of(content)
    assert [text for style, text in parts if style == "Heading 2"] == [
        "Beschlussvorschlag",
        "Begründung",
        "Finanzielle Auswirkungen",
        "Beratungsfolge",
        "Anlagen",
    ]
    assert ("Normal", "Stadt Herne wirkt an der „Charta Grüne Infrastruktur“ mit.") in parts
    document = Document(BytesIO(content))
    finances, sequence = document.tables
    assert finances.rows[0].cells[0].text == "Finanzielle Auswirkungen in Euro"
    assert [cell.text for row in sequence.rows for cell in row.cells][3:] == [
        "Umweltausschuss", "Vorberatung", "", "Rat", "Entscheidung", "",
    ]  # fmt: skip
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert document.core_properties.language == "de-DE"


def test_the_pdf_of_a_council_paper_is_tagged_with_table_heads(request_):
    content = as_pdf(council_paper(request_, OrganisationFactory()), request_)
    assert claims(content)["part"] == "1"
    found = tags(content)
    assert found.count("Table") == 2
    assert found.count("TH") == 6


def test_an_association_gets_a_declaration_instead(request_):
    nabu = OrganisationFactory(kind="association", name="NABU NRW")
    parts = text_of(as_docx(council_paper(request_, nabu)))
    assert ("Normal", "NABU NRW unterstützt die „Charta Grüne Infrastruktur“.") in parts
    assert "Beratungsfolge" not in [text for _style, text in parts]


def test_a_town_that_began_its_round_finds_its_own_committees(client, request_):
    request_.is_public = True
    request_.save()
    row = CommitmentFactory(version=request_.version, is_public=True, paper_reference="12/2026")
    StationFactory(commitment=row, committee="Bauausschuss")
    address = reverse("charter:template", args=[request_.pk, "docx"])
    answer = client.get(address, {"koerperschaft": row.body.slug})
    document = Document(BytesIO(answer.content))
    assert document.tables[-1].rows[1].cells[0].text == "Bauausschuss"
    assert "12/2026" in "".join(part.text for part in document.paragraphs)


def test_the_register_offers_the_paper_for_every_public_body(client, request_):
    request_.is_public = True
    request_.save()
    OrganisationFactory(name="Stadt Kamen", slug="kamen")
    OrganisationFactory(name="Geheimbund", is_public=False)
    page = BeautifulSoup(client.get(reverse("charter:register")).content, "html.parser")
    form = page.select_one("form[action$='.docx']")
    offered = {option["value"]: option.get_text() for option in form.select("option")}
    assert offered == {"": "Muster ohne Namen", "kamen": "Stadt Kamen"}
    for address in (form["action"], form.select_one("[formaction]")["formaction"]):
        assert client.get(address, {"koerperschaft": "kamen"}).status_code == 200
        assert client.get(address, {"koerperschaft": ""}).status_code == 200


def test_a_town_s_paper_leads_to_its_numbers(request_):
    town = MunicipalityFactory(name="Kamen", slug="kamen")
    body = OrganisationFactory(kind="municipality", municipality=town)
    paper = council_paper(request_, body)
    assert ("Zahlen, Vergleich und Karte: Kamen", "http://testserver/de/kommunen/kamen/") in paper.attachments
    assert len(council_paper(request_).attachments) == len(paper.attachments) - 1


@pytest.mark.parametrize("query", ["?koerperschaft=atlantis", ""])
def test_a_template_that_is_not_public_or_a_body_nobody_knows_is_answered_in_a_sentence(
    client, request_, query
):
    request_.is_public = bool(query)
    request_.save()
    answer = client.get(reverse("charter:template", args=[request_.pk, "pdf"]) + query)
    assert answer.status_code == 404
    words = answer.content.decode()
    assert ("kennen wir nicht" if query else "gibt es nicht") in words


def test_the_shipped_template_is_ready_for_every_municipality(programme):
    request = CommitmentRequest.objects.get()
    for body in Organisation.objects.municipal()[:3]:
        assert body.name in " ".join(council_paper(request, body).resolution)
