"""A spreadsheet goes out, is edited, and comes back."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gruenzug.web.core.roles import Role
from gruenzug.web.core.sheets import (
    FileError,
    Outcome,
    PlanChanged,
    carry_out,
    date_column,
    decimal_column,
    integer_column,
    plan,
    read_rows,
    write_csv,
    write_xlsx,
)
from gruenzug.web.core.sheets.columns import plain
from gruenzug.web.directory.models import Organisation, Topic
from gruenzug.web.directory.sheets import ORGANISATIONS
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return UserFactory(roles=[Role.PROGRAMME_TEAM])


@pytest.fixture
def bodies():
    Topic.objects.create(key="lebenswert", title_de="Lebenswert", order=1)
    return [
        OrganisationFactory(name="Stadt Herne", phone="02323 160"),
        OrganisationFactory(name="=Stadt Kamen", city="Kamen"),
        OrganisationFactory(name="Kreis Unna", kind="county", official_key="05978"),
    ]


def exported(team) -> list[list[str]]:
    content = write_csv(ORGANISATIONS, ORGANISATIONS.rows(team)).decode("utf-8-sig")
    return list(csv.reader(StringIO(content), delimiter=";"))


def as_csv(lines) -> bytes:
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows(lines)
    return stream.getvalue().encode()


def edit(lines, body, title, value):
    row = next(line for line in lines if line[0] == str(body.pk))
    row[lines[0].index(title)] = value


def came_back(lines, team):
    return read_rows(ORGANISATIONS, "x.csv", as_csv(lines))


def only(planned, outcome):
    (row,) = [row for row in planned.rows if row.outcome == outcome]
    return row


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_table_that_nobody_edited_changes_nothing(team, bodies, write):
    content = write(ORGANISATIONS, ORGANISATIONS.rows(team))
    planned = plan(ORGANISATIONS, read_rows(ORGANISATIONS, "x", content), team)
    assert planned.counts == {"new": 0, "changed": 0, "unchanged": 3, "conflict": 0, "error": 0}
    assert not planned.does_something


def test_an_edited_cell_is_shown_old_and_new_and_then_written_with_a_sentence(team, bodies):
    lines = exported(team)
    edit(lines, bodies[0], "Telefon", "02323 16-0")
    edit(lines, bodies[0], "Themen", "Lebenswert")
    rows = came_back(lines, team)
    planned = plan(ORGANISATIONS, rows, team)
    row = only(planned, Outcome.CHANGED)
    assert [(cell.column, cell.old, cell.new) for cell in row.cells] == [
        ("Themen", "", "Lebenswert"),
        ("Telefon", "02323 160", "02323 16-0"),
    ]
    assert carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint).written == {"changed": 1}
    bodies[0].refresh_from_db()
    assert bodies[0].phone == "02323 16-0"
    assert [topic.key for topic in bodies[0].topics.all()] == ["lebenswert"]


def test_what_somebody_else_changed_meanwhile_stays(team, bodies):
    lines = exported(team)
    Organisation.objects.filter(pk=bodies[0].pk).update(city="Herne")
    edit(lines, bodies[0], "Telefon", "neu")
    rows = came_back(lines, team)
    planned = plan(ORGANISATIONS, rows, team)
    assert [cell.column for cell in only(planned, Outcome.CHANGED).cells] == ["Telefon"]
    carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint)
    bodies[0].refresh_from_db()
    assert (bodies[0].city, bodies[0].phone) == ("Herne", "neu")


def test_the_same_cell_changed_by_two_is_a_conflict_that_needs_a_decision(team, bodies):
    lines = exported(team)
    Organisation.objects.filter(pk=bodies[0].pk).update(phone="von anderen")
    edit(lines, bodies[0], "Telefon", "von mir")
    rows = came_back(lines, team)
    planned = plan(ORGANISATIONS, rows, team)
    row = only(planned, Outcome.CONFLICT)
    (cell,) = row.cells
    assert (cell.old, cell.new, cell.in_conflict) == ("von anderen", "von mir", True)
    assert carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint).written == {}
    done = carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint, conflicts=[row.number])
    assert done.written == {"conflict": 1}
    bodies[0].refresh_from_db()
    assert bodies[0].phone == "von mir"


def test_a_plan_that_no_longer_holds_is_not_carried_out(team, bodies):
    lines = exported(team)
    edit(lines, bodies[0], "Telefon", "neu")
    rows = came_back(lines, team)
    planned = plan(ORGANISATIONS, rows, team)
    Organisation.objects.filter(pk=bodies[0].pk).update(phone="inzwischen")
    with pytest.raises(PlanChanged):
        carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint)


def test_a_new_line_becomes_a_body_with_an_address_of_its_own(team, bodies):
    lines = exported(team)
    head = lines[0]
    lines += [
        [{"Art": "Verband oder Verein", "Name": "Grüne Höfe e. V."}.get(title, "") for title in head]
    ] * 2
    rows = came_back(lines, team)
    planned = plan(ORGANISATIONS, rows, team)
    assert planned.counts["new"] == 2
    done = carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint)
    assert done.written == {"new": 2}
    slugs = list(
        Organisation.objects.filter(kind="association").order_by("pk").values_list("slug", flat=True)
    )
    assert slugs == ["gruene-hoefe-e-v", "gruene-hoefe-e-v-2"]


@pytest.mark.parametrize(
    ("title", "value", "sentence"),
    [
        ("Art", "Gemüse", "„Gemüse“ kennen wir nicht; möglich sind: Kommune, "),
        ("Name", "", "Diese Zelle darf nicht leer sein."),
        ("Amtlicher Schlüssel", "123", "Acht Ziffern für eine Gemeinde, fünf für einen Kreis."),
        ("Amtlicher Schlüssel", "05978", "Diesen amtlichen Schlüssel hat schon eine andere Körperschaft."),
        ("Themen", "Lebenswert, Unsinn", "Diese Themen kennen wir nicht: Unsinn; möglich sind: Lebenswert."),
        ("Öffentlich", "vielleicht", "„vielleicht“ ist weder ja noch nein."),
        ("Website", "essen", "Bitte eine gültige Adresse eingeben."),
    ],
)
def test_a_wrong_cell_gets_a_sentence_and_its_row_stays_out(team, bodies, title, value, sentence):
    lines = exported(team)
    edit(lines, bodies[0], title, value)
    edit(lines, bodies[2], "Telefon", "neu")
    rows = came_back(lines, team)
    planned = plan(ORGANISATIONS, rows, team)
    (error,) = only(planned, Outcome.ERROR).errors
    assert error.sentence.startswith(sentence)
    assert carry_out(ORGANISATIONS, rows, team, shown=planned.fingerprint).written == {"changed": 1}
    before = bodies[0].name
    bodies[0].refresh_from_db()
    assert bodies[0].name == before


def test_a_municipal_editor_reaches_the_own_row_only(bodies, team):
    lines = exported(team)
    editor = UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[bodies[0]])
    assert len(exported(editor)) == 2
    edit(lines, bodies[0], "Telefon", "mein")
    edit(lines, bodies[2], "Telefon", "fremd")
    rows = read_rows(ORGANISATIONS, "x.csv", as_csv(lines))
    planned = plan(ORGANISATIONS, rows, editor)
    assert planned.counts == {"new": 0, "changed": 1, "unchanged": 0, "conflict": 0, "error": 2}
    carry_out(ORGANISATIONS, rows, editor, shown=planned.fingerprint)
    bodies[2].refresh_from_db()
    assert bodies[2].phone == ""


def test_the_same_key_twice_writes_neither(team, bodies):
    lines = exported(team)
    edit(lines, bodies[0], "Telefon", "a")
    lines.append(list(next(line for line in lines if line[0] == str(bodies[0].pk))))
    assert plan(ORGANISATIONS, came_back(lines, team), team).counts["error"] == 2


def test_without_the_column_state_every_difference_needs_a_decision(team, bodies):
    lines = [line[:-1] for line in exported(team)]
    edit(lines, bodies[0], "Telefon", "neu")
    assert only(plan(ORGANISATIONS, came_back(lines, team), team), Outcome.CONFLICT)


def test_a_formula_leaves_as_text_and_comes_back_the_same(team, bodies):
    book = load_workbook(BytesIO(write_xlsx(ORGANISATIONS, ORGANISATIONS.rows(team))))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=Stadt Kamen"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "'=Stadt Kamen" in [line[2] for line in exported(team)]


def test_cells_saved_as_numbers_or_in_an_old_encoding_are_read(team, bodies):
    lines = exported(team)
    content = as_csv(lines).decode().replace("Stadt Herne", "Stadt Hörne").encode("cp1252")
    planned = plan(ORGANISATIONS, read_rows(ORGANISATIONS, "x.csv", content), team)
    assert only(planned, Outcome.CHANGED).cells[0].new == "Stadt Hörne"
    book = load_workbook(BytesIO(write_xlsx(ORGANISATIONS, ORGANISATIONS.rows(team))))
    table = book.worksheets[0]
    column = [cell.value for cell in table[1]].index("Postleitzahl") + 1
    for row in table.iter_rows(min_row=2):
        if row[0].value == str(bodies[0].pk):
            row[0].value = bodies[0].pk  # as a spreadsheet program does with digits
            table.cell(row[0].row, column).value = 44623.0
    stream = BytesIO()
    book.save(stream)
    planned = plan(ORGANISATIONS, read_rows(ORGANISATIONS, "x.xlsx", stream.getvalue()), team)
    assert only(planned, Outcome.CHANGED).cells[0].new == "44623"


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.csv", b"", "Die Datei ist leer."),
        ("a.xlsx", b"PK\x03\x04kaputt", "Die Datei lässt sich nicht als XLSX lesen"),
        ("a.pdf", b"%PDF-1.7\x00\x01", "„a.pdf“ ist weder CSV noch XLSX"),
        ("a.csv", b"Kennung;Farbe\n1;rot\n", "Die Spalte „Farbe“ kennen wir nicht"),
        ("a.csv", b"Kennung;Name;Name\n1;a;b\n", "Die Spalte „Name“ gibt es zweimal."),
        ("a.csv", b"Name\na\n", "Die Spalte „Kennung“ fehlt"),
        ("a.xlsx", xlsx(["Kennung", "Farbe"]), "Die Spalte „Farbe“ kennen wir nicht"),
        ("a.csv", b"Kennung;Name\n" + b"1;a\n" * 5001, "Die Datei hat mehr als 5000 Zeilen"),
        ("a.csv", b"x" * 5_000_001, "Die Datei ist größer als 5 MB"),
    ],
)
def test_a_file_that_is_not_our_table_is_refused_in_one_sentence(name, content, sentence):
    with pytest.raises(FileError) as error:
        read_rows(ORGANISATIONS, name, content)
    assert str(error.value).startswith(sentence)


def test_a_file_that_unpacks_to_more_than_memory_is_refused(monkeypatch):
    monkeypatch.setattr("gruenzug.web.core.sheets.files.MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(FileError, match="ausgepackt größer"):
        read_rows(ORGANISATIONS, "a.xlsx", xlsx(["Kennung", "Name"]))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,5", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1.234.567", "1234567.00"),
        ("1 234 567,89 €", "1234567.89"),
        ("−12,00", "-12.00"),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    column = decimal_column("amount", "Betrag", "")
    assert column.parse(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "text", ["1,234.50", "12,34,5", "1.23.456", "zwölf", "1e400", "NaN", "12,345", "1.200"]
)
def test_a_number_that_could_be_two_is_refused(text):
    with pytest.raises(ValueError, match="„"):
        decimal_column("amount", "Betrag", "").parse(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_an_amount_survives_the_round_trip(amount):
    column = decimal_column("amount", "Betrag", "")
    assert column.parse(plain(column.show(amount))) == amount


def test_dates_and_whole_numbers():
    day = date_column("day", "Tag", "")
    assert day.parse("23.11.2026") == day.parse("2026-11-23") == day.parse("2026-11-23 00:00:00")
    with pytest.raises(ValueError, match=r"wie 23\.11\.2026"):
        day.parse("31.02.2026")
    assert integer_column("n", "n", "").parse("1.200") == 1200
