"""Money in the back office: a grant's whole life by forms, files for the funding body, and closed doors."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from gruenzug.web.core import audit
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.audit_trail import check_ledger
from gruenzug.web.funding.models import Account, Application, CostItem, Drawdown, Duty, Entry, Grant, Proof
from gruenzug.web.funding.selectors.balances import balances
from tests.factories import CostItemFactory, GrantFactory, OrganisationFactory
from tests.web.funding.ledger import granted, passed, planned
from tests.web.funding.test_ledger import paid, spent

pytestmark = pytest.mark.django_db

D = Decimal
FORMSETS = ("own_terms", "cost_items", "duties", "earmarks")


def rows(prefix, *forms):
    """Return the fields of an inline form set."""
    fields = {
        f"{prefix}-TOTAL_FORMS": len(forms),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, form in enumerate(forms):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return fields


def act(client, grant, name, **fields):
    """Carry out an action by its form; return what the next page tells."""
    response = client.post(f"/admin/foerderung/zuwendung/{grant.pk}/{name}/", fields, follow=True)
    assert response.status_code == 200, name
    if not response.redirect_chain:
        return " ".join(str(told) for errors in response.context["form"].errors.values() for told in errors)
    return " ".join(str(message) for message in response.context["messages"])


def test_an_application_becomes_a_grant_that_is_passed_on_drawn_spent_and_proved(clerk, treasurer, town):
    association, ministry = OrganisationFactory(name="Regionalverband"), OrganisationFactory()
    form = {"title": "Grüne Höfe", "applicant": association.pk, "total_cost": "100000", "amount": "80000"}
    clerk.post("/admin/funding/application/new/", form)
    application = Application.objects.get()
    clerk.post(f"/admin/foerderung/antrag/{application.pk}/submitted/")
    form = {
        "title": "Grüne Höfe",
        "application": application.pk,
        "recipient": association.pk,
        "giver": ministry.pk,
        "decided_on": "2026-02-01",
        "begins_on": "2026-02-01",
        "ends_on": "2027-12-31",
        "financing": "share",
        "decided_precision": "exact",
        "amount_precision": "exact",
        "status": "confirmed",
        **rows("cost_items", {"code": "1", "title": "Höfe", "cost_type": "other", "is_eligible": "on"}),
        **{
            name: value
            for prefix in FORMSETS
            if prefix != "cost_items"
            for name, value in rows(prefix).items()
        },
    }
    clerk.post("/admin/funding/grant/new/", form)
    grant, application = Grant.objects.get(), Application.objects.get()
    assert (grant.slug, application.state) == ("gruene-hoefe", "granted")
    (item,) = CostItem.objects.all()

    assert "80.000,00" in act(clerk, grant, "bewilligung", year_2026="50.000,00", year_2027="30.000,00")
    plan = {
        "value_on": "2026-02-02",
        "words": "Plan",
        f"item_{item.pk}": "100000",
        "from_plan-grant": "80000",
    }
    assert "es fehlen oder bleiben 20.000,00" in act(clerk, grant, "finanzierungsplan", **plan)
    assert "gebucht" in act(clerk, grant, "finanzierungsplan", **plan, **{"from_plan-own": "20000"})
    child = {"recipient": town.pk, "title": "Höfe in Herne", "decided_on": "2026-03-01", "financing": "share"}
    assert "80.000,01" not in act(clerk, grant, "weiterleitung", **child, year_2026="80000,01")
    assert Grant.objects.count() == 1, "no more is passed on than there is"
    act(clerk, grant, "weiterleitung", **child, year_2026="20000")
    below = Grant.objects.get(parent=grant)
    call = {"budget_year": "2026", "needed_for": "Bau", "requested_on": "2026-03-15"}
    act(clerk, grant, "mittelabruf", amount="30000", **call)
    act(clerk, grant, "antwort", drawdown=Drawdown.objects.get().pk, answer="paid", value_on="2026-04-01")

    assert "999,99" in act(treasurer, below, "mittelabruf", amount="20999,99", **call)
    act(treasurer, below, "mittelabruf", amount="10000", **call)
    waiting = Drawdown.objects.get(grant=below)
    response = treasurer.get(f"/admin/foerderung/zuwendung/{below.pk}/antwort/", follow=True)
    assert "keinen Zugang" in response.content.decode(), "a recipient does not pay itself"
    act(clerk, below, "antwort", drawdown=waiting.pk, answer="paid", value_on="2026-04-10")
    works = CostItemFactory(grant=below)
    expense = {
        "value_on": "2026-05-01",
        "item": works.pk,
        "amount": "8000,50",
        "words": "Bau",
        "voucher": "R1",
    }
    assert "gebucht" in act(treasurer, below, "ausgabe", **expense)
    assert "schon gebucht" in act(treasurer, below, "ausgabe", **expense)

    proof = {"kind": "final", "covers_until": "2026-10-01", "report": "", "hand_in": "on"}
    assert "gehört ein Sachbericht" in act(treasurer, below, "nachweis", **proof)
    act(treasurer, below, "nachweis", **{**proof, "report": "Zwei Höfe sind grün."})
    made = Proof.objects.get()
    assert made.figures["items"][0]["spent"] == "8000.50"
    act(clerk, below, "pruefung", proof=made.pk, answer="accepted", result="")
    act(clerk, below, "stand", to="closed")
    below.refresh_from_db()
    assert below.state == Grant.State.CLOSED
    assert check_ledger().faults == []
    told = [audit.sentence(entry) for entry in ModelLogEntry.objects.all()]
    assert "hat zu „Höfe in Herne“ die Bewilligung von 20.000,00\xa0€ an Herne gebucht" in told


def test_a_mistake_is_reversed_as_of_its_own_day_and_missing_in_a_proof_of_that_time(clerk, town):
    grant = granted("1000.00", recipient=town, financing="full")
    (item,) = planned(grant, {"Bau": "1000"})
    wrong = spent(grant, item, "999.00", voucher="R9")
    page = clerk.get(f"/admin/foerderung/zuwendung/{grant.pk}/storno/?entry={wrong.pk}")
    assert page.context["form"]["value_on"].value() == wrong.value_on
    told = act(clerk, grant, "storno", entry=wrong.pk, reason="Zahlendreher", value_on="2020-01-01")
    assert "vor der Buchung" in told
    act(clerk, grant, "storno", entry=wrong.pk, reason="Zahlendreher", value_on=wrong.value_on.isoformat())
    assert balances(grant, wrong.value_on).of(Account.SPENT) == 0
    assert Entry.objects.filter(grant=grant, kind="expense").exists(), "it stays in the books"


@pytest.fixture
def foreign(other_town):
    """Money of another town, passed on to it, with everything on it."""
    grant = granted("1000.00", title="Fremdes Geld", recipient=OrganisationFactory())
    child = passed(grant, "500.00", title="Fremde Höfe")
    Grant.objects.filter(pk=child.pk).update(recipient=other_town)
    child.refresh_from_db()
    planned(child, {"Bau": "500"})
    paid(grant, "400")
    paid(child, "300")
    return child


def test_an_editor_reaches_no_money_of_another_town_in_any_way(treasurer, foreign):
    drawdown = Drawdown.objects.get(grant=foreign)
    proof = Proof.objects.create(grant=foreign, kind="final", covers_until="2025-06-01", report="Geheim")
    before = Entry.objects.count()
    base = f"/admin/foerderung/zuwendung/{foreign.pk}"
    gets = [
        f"/admin/funding/grant/inspect/{foreign.pk}/",
        f"/admin/funding/grant/edit/{foreign.pk}/",
        f"/admin/funding/grant/delete/{foreign.pk}/",
        f"/admin/funding/grant/history/{foreign.pk}/",
        f"{base}/journal/",
        f"{base}/mittelabruf/",
        f"{base}/belege/",
        *(f"{base}.{extension}" for extension in ("pdf", "xlsx", "gpkg", "geojson")),
        f"/admin/foerderung/nachweis/{proof.pk}.pdf",
    ]
    for address in gets:
        response = treasurer.get(address, follow=True)
        assert "Fremde Höfe" not in response.content.decode(errors="ignore"), address
        assert response.status_code == 404 or response.redirect_chain, address
    posts = {
        f"{base}/mittelabruf/": {
            "amount": "1",
            "budget_year": "2025",
            "needed_for": "x",
            "requested_on": "2025-04-01",
        },
        f"{base}/antwort/": {"drawdown": drawdown.pk, "answer": "paid", "value_on": "2025-04-01"},
        f"{base}/ausgabe/": {"value_on": "2025-04-01", "amount": "1", "words": "x"},
        f"{base}/nachweis/": {"kind": "final", "covers_until": "2025-04-01", "report": "x"},
        f"{base}/stand/": {"to": "revoked"},
        f"/admin/funding/grant/edit/{foreign.pk}/": {"title": "Meins"},
        f"/admin/funding/grant/delete/{foreign.pk}/": {},
    }
    for address, form in posts.items():
        response = treasurer.post(address, form)
        assert response.status_code in (302, 403, 404), address
    foreign.refresh_from_db()
    assert (Entry.objects.count(), foreign.title, foreign.state) == (before, "Fremde Höfe", "in-force")
    assert "Fremde" not in treasurer.get("/admin/funding/grant/").content.decode()
    assert "Fremde" not in treasurer.get("/admin/foerderung/fristen/").content.decode()
    assert "Fremde" not in treasurer.get("/admin/").content.decode()


def test_a_grant_with_entries_stays(clerk):
    grant = granted("10.00")
    response = clerk.post(f"/admin/funding/grant/delete/{grant.pk}/", follow=True)
    assert "Auf der Zuwendung ist gebucht" in " ".join(map(str, response.context["messages"]))
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_files_for_the_funding_body_hold_the_same_cents(clerk, town):
    grant = granted({2025: "1000.10", 2026: "0.05"}, recipient=town, financing="full")
    (item,) = planned(grant, {"Bau": "1000.15"})
    paid(grant, "400.07")
    spent(grant, item, "333.33", voucher="R1")
    Organisation.objects.filter(pk=town.pk).update(longitude=7.2, latitude=51.5)
    base = f"/admin/foerderung/zuwendung/{grant.pk}"
    book = load_workbook(BytesIO(clerk.get(f"{base}.xlsx").content))
    overview = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert (overview["bewilligt"], overview["ausgezahlt"]) == (1000.15, 400.07)
    vouchers = list(book["Belegliste"].iter_rows(min_row=2, values_only=True))
    assert [(row[2], row[6]) for row in vouchers] == [("R1", 333.33)]
    journal = list(book["Journal"].iter_rows(min_row=2, values_only=True))
    assert round(sum(row[7] for row in journal), 2) == 0
    pdf = clerk.get(f"{base}.pdf").content
    assert pdf.startswith(b"%PDF-")
    (feature,) = json.loads(clerk.get(f"{base}.geojson").content)["features"]
    assert feature["properties"]["granted_eur"] == 1000.15
    assert clerk.get(f"{base}.gpkg").content.startswith(b"SQLite format 3\0")
    assert clerk.get(f"{base}.docx").status_code == 404


def test_what_is_due_this_week_stands_first_and_can_be_taken_along(clerk, town):
    grant = granted("10.00", title="Höfe", recipient=town)
    duty = Duty.objects.create(grant=grant, title="Schild aufstellen", due_on="2020-01-01")
    page = clerk.get("/admin/foerderung/fristen/")
    assert [row.text for row in page.context["now"]] == ["Schild aufstellen"]
    assert "Schild aufstellen" in clerk.get("/admin/").content.decode()
    content = clerk.get("/admin/foerderung/fristen/?format=csv").content.decode()
    assert "2020-01-01,Auflage,Höfe,Schild aufstellen" in content
    clerk.post(f"/admin/foerderung/auflage/{duty.pk}/erledigt/")
    assert clerk.get("/admin/foerderung/fristen/").context["now"] == []


def test_a_list_leads_to_the_record_where_the_work_is_done(clerk):
    grant = GrantFactory(title="Höfe")
    page = clerk.get("/admin/funding/grant/").content.decode()
    assert f'href="/admin/funding/grant/inspect/{grant.pk}/"' in page
    record = clerk.get(f"/admin/funding/grant/inspect/{grant.pk}/").content.decode()
    assert f'href="/admin/funding/grant/edit/{grant.pk}/"' in record
    assert "Bewilligung buchen" in record
