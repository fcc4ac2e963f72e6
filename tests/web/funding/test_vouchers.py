"""A treasurer's table: any with the right heads will do; wrong lines stay out, each with its sentence."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from gruenzug.web.funding.models import Account, Entry
from gruenzug.web.funding.selectors.balances import balances
from tests.web.funding.ledger import D, granted, planned
from tests.web.funding.test_ledger import spent

pytestmark = pytest.mark.django_db

HEAD = "Position;Datum;Betrag;Verwendungszweck;Beleg-Nr.;Empfänger;Kostenstelle"
RIGHT = ("1;20.04.2025;8.000,00;Erdarbeiten;R-1;Bau GmbH;4711", "2;2025-04-23;2500,31 €;Stauden;R-8;;")
WRONG = {
    "1;21.04.2025;abc;Pflaster;R-2;;": "„abc“ ist keine Zahl",
    "1;21.04.2025;1.234;Pflaster;R-2;;": "kann zweierlei heißen",
    "1;21.04.2025;1.234,567;Pflaster;R-2;;": "mehr als 2 Nachkommastellen",
    "2;31.02.2025;100,00;Bäume;R-3;;": "„31.02.2025“ ist kein Datum",
    "2;22.04.2025;-5,00;Bäume;R-4;;": "muss größer als 0 sein",
    "2;22.04.2025;;Bäume;R-4;;": "ist keine Zahl",
    "9;22.04.2025;10,00;Stauden;R-5;;": "Die Position „9“ gibt es nicht; möglich sind: 1, 2.",
    ";22.04.2025;10,00;Stauden;R-5;;": "darf nicht leer sein",
    "2;01.01.2020;50,00;Stauden;R-7;;": "beginnt erst am 1. März 2025",
    "2;01.01.2029;50,00;Stauden;R-7;;": "liegt in der Zukunft",
    "2;23.04.2025;2500,31;Stauden;R-1;;": "steht in der Datei schon weiter oben",
    "2;23.04.2025;2500,31;Stauden;ALT;;": "Dieser Beleg ist schon gebucht",
    "2;23.04.2025;2500,31;;R-9;;": "darf nicht leer sein",
}


@pytest.fixture
def grant(town):
    grant = granted("10000.00", recipient=town, financing="share")
    items = planned(grant, {"Bau": "10000", "Pflanzung": "2500"}, own="2500")
    spent(grant, items[0], "1.00", voucher="ALT")
    return grant


def upload(client, grant, content: bytes, name="belege.csv"):
    """Upload a table; return the page that follows."""
    file = SimpleUploadedFile(name, content)
    return client.post(f"/admin/foerderung/zuwendung/{grant.pk}/belege/", {"file": file}, follow=True)


def faults(response) -> dict[int, str]:
    return {
        row.number: " ".join(error.sentence for error in row.errors)
        for row in response.context["plan"].rows
        if row.errors
    }


def test_right_lines_are_booked_to_the_cent_and_wrong_ones_stay_out(treasurer, grant):
    lines = [HEAD, *RIGHT, *WRONG]
    page = upload(treasurer, grant, "\n".join(lines).encode("cp1252"))
    found = faults(page)
    assert list(found) == list(range(4, 4 + len(WRONG)))
    for number, (line, sentence) in enumerate(WRONG.items(), 4):
        assert sentence in found[number], line
    assert page.context["plan"].counts["new"] == len(RIGHT)
    assert Entry.objects.filter(kind="expense").count() == 1, "nothing is written before it was shown"
    kept = page.context["upload"].pk
    address = f"/admin/foerderung/zuwendung/{grant.pk}/belege/{kept}/uebernehmen/"
    done = treasurer.post(address, {"shown": page.context["plan"].fingerprint}, follow=True)
    assert "2 Ausgaben über zusammen 10.500,31" in " ".join(map(str, done.context["messages"]))
    has = balances(grant)
    assert has.of(Account.SPENT) == D("10501.31")
    assert has.used == D("8401.05"), "80 % of all, no cent lost by rounding each"


def test_what_was_booked_meanwhile_is_shown_again_before_anything_is_written(treasurer, grant):
    page = upload(treasurer, grant, "\n".join([HEAD, RIGHT[0]]).encode())
    spent(grant, grant.cost_items.get(code="1"), "5.00", voucher="R-1")
    address = f"/admin/foerderung/zuwendung/{grant.pk}/belege/{page.context['upload'].pk}/uebernehmen/"
    again = treasurer.post(address, {"shown": page.context["plan"].fingerprint}, follow=True)
    assert "Inzwischen hat jemand etwas geändert" in " ".join(map(str, again.context["messages"]))
    assert Entry.objects.filter(kind="expense").count() == 2


def test_a_table_without_a_needed_column_names_it(treasurer, grant):
    page = upload(treasurer, grant, b"Position;Datum;Zweck\n1;1.1.2025;x")
    told = page.content.decode()
    assert "Es fehlt: Betrag, Beleg." in told
    assert "Position, Tag, Betrag, Wofür, Beleg, gezahlt an" in told


def test_a_workbook_with_real_numbers_and_days_is_read_as_well(treasurer, grant):
    import datetime as dt  # noqa: PLC0415  only here

    book = Workbook()
    book.active.append(["Position", "Tag", "Betrag", "Wofür", "Beleg"])
    book.active.append([1, dt.datetime(2025, 4, 20), 0.1 + 0.2, "Schrauben", "R-1"])  # noqa: DTZ001
    stream = BytesIO()
    book.save(stream)
    page = upload(treasurer, grant, stream.getvalue(), "belege.xlsx")
    assert faults(page) == {}
    assert [cell.new for cell in page.context["plan"].rows[0].cells][:3] == ["1", "2025-04-20", "0,30"]


def test_the_empty_table_is_one_of_ours(treasurer, grant):
    book = load_workbook(
        BytesIO(treasurer.get(f"/admin/foerderung/zuwendung/{grant.pk}/belege.xlsx").content)
    )
    head = [cell.value for cell in book.worksheets[0][1]]
    assert head == ["Position", "Tag", "Betrag", "Wofür", "Beleg", "gezahlt an"]


def test_nobody_else_sees_an_upload(treasurer, clerk, grant):
    page = upload(treasurer, grant, "\n".join([HEAD, RIGHT[0]]).encode())
    address = f"/admin/foerderung/zuwendung/{grant.pk}/belege/{page.context['upload'].pk}/"
    assert clerk.get(address).status_code == 404
