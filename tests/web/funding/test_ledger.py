"""The ledger: what goes in, what is refused, and what cannot be changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gruenzug.web.funding.audit_trail import check_ledger
from gruenzug.web.funding.models import Account, Drawdown, Entry, Grant, Posting
from gruenzug.web.funding.protection import lifted
from gruenzug.web.funding.selectors.balances import balances
from gruenzug.web.funding.services.awards import amend, lapse, shift
from gruenzug.web.funding.services.drawdowns import pay_drawdown, refuse_drawdown, repay, request_drawdown
from gruenzug.web.funding.services.expenses import Split, book_expense
from gruenzug.web.funding.services.plans import set_plan
from gruenzug.web.funding.services.reversals import reverse_entry
from tests.factories import UserFactory
from tests.web.funding.ledger import DAY, D, granted, passed, planned

pytestmark = pytest.mark.django_db


def drawn(grant, amount, year=2025, day=DAY):
    return request_drawdown(
        grant=grant, amount=D(amount), budget_year=year, needed_for="Bau", requested_on=day, by=None
    )


def paid(grant, amount, year=2025, day=DAY):
    return pay_drawdown(drawdown=drawn(grant, amount, year, day), paid_on=day, by=None)


def spent(grant, item, amount, day=DAY, **fields):
    return book_expense(
        grant=grant, item=item, amount=D(amount), paid_on=day, words="Rechnung", by=None, **fields
    )


def held(grant):
    has = balances(grant)
    names = ("available", "requested", "cash", "spent", "passed-on", "repaid", "lapsed")
    return {name: str(has.of(name)) for name in names if has.of(name)}


def test_a_grant_lives_from_award_to_repayment():
    grant = granted("1000.00", financing="full")
    (item,) = planned(grant, {"Bau": "1000"})
    paid(grant, "800")
    spent(grant, item, "650.40")
    repay(grant=grant, amount=D("149.60"), value_on=DAY, words="Rest", by=None)
    lapse(grant=grant, amount=D(200), year=2025, value_on=DAY, words="nicht gebraucht", by=None)
    assert held(grant) == {"spent": "650.40", "repaid": "149.60", "lapsed": "200.00"}
    has = balances(grant)
    assert (has.awarded, has.standing, has.paid, has.kept, has.used) == (
        D(1000), D(800), D(800), D("650.40"), D("650.40"),
    )  # fmt: skip
    assert not check_ledger().faults


def test_no_year_gives_more_than_it_has():
    grant = granted({2025: "600", 2026: "400"})
    drawn(grant, "500")
    with pytest.raises(ValidationError, match=r"fehlen im Haushaltsjahr 2025 1,00.*€"):
        drawn(grant, "101")
    assert held(grant) == {"available": "500.00", "requested": "500.00"}
    assert Drawdown.objects.count() == 1
    shift(grant=grant, amount=D(50), from_year=2026, to_year=2025, value_on=DAY, by=None)
    drawn(grant, "101")
    assert held(grant) == {"available": "399.00", "requested": "601.00"}


def test_a_refused_or_withdrawn_drawdown_can_be_called_again():
    grant = granted("100")
    refuse_drawdown(drawdown=drawn(grant, "100"), refused_on=DAY, reason="Unterlagen fehlen", by=None)
    again = drawn(grant, "100")
    reverse_entry(entry=again.request_entry, reason="vertippt", value_on=DAY, by=None)
    again.refresh_from_db()
    assert again.state == Drawdown.State.WITHDRAWN
    assert paid(grant, "100").number == 3
    assert not check_ledger().faults


@pytest.mark.parametrize(
    ("amount", "told"),
    [("0", "größer als 0"), ("-5", "größer als 0"), ("1.005", "mehr als zwei Nachkommastellen")],
)
def test_an_amount_is_more_than_nothing_and_exact_to_the_cent(amount, told):
    grant = granted()
    with pytest.raises(ValidationError, match=told):
        drawn(grant, amount)
    assert Entry.objects.count() == 1


def test_what_has_not_happened_yet_is_not_booked():
    grant = granted()
    with pytest.raises(ValidationError, match="liegt in der Zukunft"):
        drawn(grant, "1", day=timezone.localdate() + dt.timedelta(days=1))


def test_expenses_may_run_ahead_of_payments_but_not_of_the_award():
    grant = granted("100", financing="full")
    (item,) = planned(grant, {"Bau": "100"})
    spent(grant, item, "60")
    assert held(grant) == {"available": "100.00", "cash": "-60.00", "spent": "60.00"}
    with pytest.raises(ValidationError, match=r"übersteigen die Bewilligung um 0,01.*€"):
        spent(grant, item, "40.01", split=Split(D("40.01")))


def test_what_is_not_eligible_is_the_recipients_own():
    grant = granted("100", financing="full")
    (item,) = planned(grant, {"Blumen": "100"})
    item.is_eligible = False
    item.save()
    spent(grant, item, "30")
    assert balances(grant).of(Account.OWN) == D(-30)
    with pytest.raises(ValidationError, match="nicht zuwendungsfähig"):
        spent(grant, item, "30", split=Split(D(30)))


def test_a_voucher_is_booked_once_unless_it_was_reversed():
    grant = granted("100", financing="full")
    (item,) = planned(grant, {"Bau": "100"})
    entry = spent(grant, item, "10", voucher="R-1")
    with pytest.raises(ValidationError, match="„R-1“ ist schon gebucht"):
        spent(grant, item, "10", voucher="R-1")
    reverse_entry(entry=entry, reason="falscher Betrag", value_on=DAY, by=None)
    spent(grant, item, "11", voucher="R-1")
    assert balances(grant).of(Account.SPENT) == D(11)


def test_a_day_outside_the_grants_span_is_refused():
    grant = granted("100", ends_on=dt.date(2025, 12, 31))
    (item,) = planned(grant, {"Bau": "100"})
    for day, told in (
        (dt.date(2025, 2, 28), "vor dem Bewilligungszeitraum"),
        (dt.date(2026, 1, 1), "nach dem"),
    ):
        with pytest.raises(ValidationError, match=told):
            spent(grant, item, "1", day=day)


def test_a_plan_has_to_add_up_and_a_change_books_the_difference():
    grant = granted("800")
    first, second = planned(grant, {"Bau": "900", "Planung": "100"}, own="200")
    with pytest.raises(ValidationError, match=r"es fehlen oder bleiben 1,00.*€"):
        set_plan(
            grant=grant, costs={first: D(900)}, funding={Account.PLAN_GRANT: D(899)},
            value_on=DAY, words="", by=None,
        )  # fmt: skip
    funding = {Account.PLAN_GRANT: D(800), Account.PLAN_OWN: D(200)}
    costs = {first: D(850), second: D(150)}
    entry = set_plan(grant=grant, costs=costs, funding=funding, value_on=DAY, words="Änderung", by=None)
    moved = {row.cost_item: row.amount for row in entry.postings.all()}
    assert moved == {first: D(-50), second: D(50)}
    assert set_plan(grant=grant, costs=costs, funding=funding, value_on=DAY, words="", by=None) is None


def test_an_amendment_gives_more_or_takes_back_what_was_not_called():
    grant = granted("1000")
    amend(grant=grant, decided_on=DAY, words="mehr", years={2025: D(100)}, by=None)
    drawn(grant, "1000")
    with pytest.raises(ValidationError, match="fehlen im Haushaltsjahr"):
        amend(grant=grant, decided_on=DAY, words="weniger", years={2025: D(-101)}, by=None)
    amend(grant=grant, decided_on=DAY, words="länger", ends_on=dt.date(2027, 6, 30), by=None)
    grant.refresh_from_db()
    assert (balances(grant).awarded, grant.ends_on) == (D(1100), dt.date(2027, 6, 30))
    assert [row.number for row in grant.amendments.all()] == [1, 2]


def test_money_is_passed_on_as_far_as_there_is_some():
    parent = granted("1000")
    first = passed(parent, "700")
    with pytest.raises(ValidationError, match=r"um 0,01.*€ mehr, als bewilligt"):
        passed(parent, "300.01")
    second = passed(parent, "300")
    assert (first.giver, first.root, second.journal_id) == (parent.recipient, parent, parent.pk)
    with pytest.raises(ValidationError, match="mehr weitergeleitet, als selbst ausgezahlt"):
        paid(first, "1")
    paid(parent, "500")
    paid(first, "450")
    assert held(parent) == {"available": "500.00", "cash": "50.00", "passed-on": "450.00"}
    repay(grant=first, amount=D(50), value_on=DAY, words="Rest", by=None)
    with pytest.raises(ValidationError, match=r"übersteigen die Bewilligung um 50,00.*€"):
        repay(grant=parent, amount=D(100), value_on=DAY, words="was noch versprochen ist", by=None)
    repay(grant=parent, amount=D(50), value_on=DAY, words="Rest", by=None)
    assert held(parent) == {
        "available": "500.00", "cash": "50.00", "passed-on": "400.00", "repaid": "50.00",
    }  # fmt: skip
    assert not check_ledger().faults


def test_what_is_promised_to_others_is_not_spent_oneself():
    parent = granted("1000", financing="full")
    (item,) = planned(parent, {"Eigenes": "1000"})
    passed(parent, "700")
    spent(parent, item, "300")
    with pytest.raises(ValidationError, match=r"übersteigen die Bewilligung um 0,01.*€"):
        spent(parent, item, "0.01", split=Split(D("0.01")))


def test_an_entry_is_undone_by_its_opposite_once():
    grant = granted("100")
    payment = paid(grant, "60").answer_entry
    with pytest.raises(ValidationError, match="warum"):
        reverse_entry(entry=payment, reason=" ", value_on=DAY, by=None)
    made = reverse_entry(entry=payment, reason="falsches Konto", value_on=DAY, by=None)
    assert held(grant) == {"available": "40.00", "requested": "60.00"}
    drawdown = grant.drawdowns.get()
    assert (drawdown.state, drawdown.answer_entry, drawdown.spend_by) == ("requested", None, None)
    for entry, told in ((payment, "schon storniert"), (made, "wird nicht storniert")):
        with pytest.raises(ValidationError, match=told):
            reverse_entry(entry=entry, reason="noch einmal", value_on=DAY, by=None)
    assert not check_ledger().faults


def test_an_award_on_which_something_rests_stays():
    grant = granted("100")
    drawdown = drawn(grant, "10")
    entry = grant.entries.get(kind="award")
    with pytest.raises(ValidationError, match="beruhen andere Buchungen"):
        reverse_entry(entry=entry, reason="x", value_on=DAY, by=None)
    reverse_entry(entry=drawdown.request_entry, reason="x", value_on=DAY, by=None)
    reverse_entry(entry=entry, reason="falsche Höhe", value_on=DAY, by=None)
    grant.refresh_from_db()
    assert (grant.state, held(grant)) == (Grant.State.DRAFT, {})


def test_nothing_is_booked_on_a_grant_that_is_over():
    grant = granted("100")
    Grant.objects.filter(pk=grant.pk).update(state=Grant.State.CLOSED)
    with pytest.raises(ValidationError, match="ist abgeschlossen"):
        drawn(grant, "1")


def test_every_entry_knows_who_and_when():
    clerk = UserFactory(first_name="Testperson", last_name="5")
    entry = granted("100", by=clerk).entries.get()
    assert (entry.booked_by, entry.booked_by_account) == ("Testperson 5", clerk.pk)
    clerk.delete()
    entry.refresh_from_db()
    assert entry.booked_by == "Testperson 5"
    assert not check_ledger().faults


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding_posting SET amount = amount + 1",
        "UPDATE funding_entry SET words = 'anders'",
        "DELETE FROM funding_posting",
        "DELETE FROM funding_entry",
    ],
)
def test_the_database_refuses_to_change_what_was_booked(statement):
    granted()
    before = list(Posting.objects.values_list("account", "amount"))
    with pytest.raises(DatabaseError, match="the ledger keeps what was booked"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(Posting.objects.values_list("account", "amount")) == before


def test_no_way_round_the_protection_by_replacing_or_emptying():
    granted()
    is_sqlite = connection.vendor == "sqlite"
    statement = (
        "INSERT OR REPLACE INTO funding_posting (id, entry_id, grant_id, account, amount) "
        "SELECT id, entry_id, grant_id, account, 9 FROM funding_posting"
        if is_sqlite
        else "TRUNCATE funding_posting"
    )
    connection.check_constraints()  # what waits for the end would be in PostgreSQL's way
    with pytest.raises(DatabaseError, match="the ledger keeps what was booked"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE funding_posting SET amount = amount * 2", "Prüfsumme"),
        ("UPDATE funding_posting SET amount = amount + 1 WHERE account = 'available'", "geht nicht auf"),
        ("UPDATE funding_entry SET words = 'anders' WHERE number = 1", "Prüfsumme"),
        ("DELETE FROM funding_posting", "bewegt nichts"),
        ("UPDATE funding_drawdown SET state = 'paid'", "passt nicht zu seinen Buchungen"),
    ],
)
def test_the_check_finds_what_somebody_changed_behind_its_back(statement, told):
    grant = granted("100")
    drawn(grant, "40")
    with lifted(connection):
        connection.cursor().execute(statement)
    assert any(told in fault for fault in check_ledger().faults)


def test_the_check_says_that_the_protection_is_missing():
    granted()
    connection.check_constraints()  # what waits for the end would be in PostgreSQL's way
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_kept_funding_entry_update")
        else:
            cursor.execute("ALTER TABLE funding_entry DISABLE TRIGGER ledger_kept")
    assert any("Auslöser fehlen" in fault for fault in check_ledger().faults)
