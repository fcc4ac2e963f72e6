"""Sixty people want one place at the same moment (platform.md 2.6, number 8)."""

from __future__ import annotations

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from gruenzug.web.events.services.registering import Wish, register
from tests.factories import EventFactory
from tests.web.support.live import at_once, environment_of, served

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, FEW = 60, 20
PATIENCE_S = 60
SURE, WAITS = "Platz sicher, vor Ort", re.compile(r"Warteliste, Platz (\d+)")


class Visitor:
    """A browser of one person: fetches a form, waits for the others, sends it, reads the answer."""

    def __init__(self, address: str, number: int, together: threading.Barrier) -> None:
        self.address, self.number, self.together = address, number, together
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.mine = ""

    def register(self) -> str:
        person = {"first_name": "Testperson", "last_name": str(self.number)}
        return self._send(self.address, {**person, "email": f"p{self.number}@example.org"})

    def call_off(self) -> str:
        return self._send(f"{self.mine}absagen/", {})

    def look(self) -> str:
        return self._text(self.opener.open(self.mine, timeout=PATIENCE_S))

    def _send(self, address: str, fields: dict[str, str]) -> str:
        page = self.opener.open(address, timeout=PATIENCE_S).read().decode()
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        self.together.wait(PATIENCE_S)
        answer = self.opener.open(address, urlencode({**form, **fields}).encode(), timeout=PATIENCE_S)
        self.mine = answer.geturl()
        return self._text(answer)

    def _text(self, answer) -> str:
        return answer.read().decode().replace("\u00a0", " ")


def rush(url: str, event) -> list[str]:
    """Return what each of sixty people reads who register at once."""
    together = threading.Barrier(PEOPLE)
    address = f"{url}/de/veranstaltungen/{event.slug}/anmelden/"
    visitors = [Visitor(address, number, together) for number in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(Visitor.register, visitors))


def test_one_gets_the_place_and_the_others_the_numbers_one_to_fifty_nine(tmp_path):
    event = EventFactory(days__places_onsite=1)
    with served(tmp_path) as url:
        pages = rush(url, event)
    sure = [page for page in pages if SURE in page]
    numbers = sorted(
        int(found[1]) for page in pages if (found := re.search(r"Warteliste, Platz (\d+)", page))
    )
    assert len(sure) == 1
    assert numbers == list(range(1, PEOPLE))


def test_without_a_waiting_list_the_others_are_told_so(tmp_path):
    event = EventFactory(days__places_onsite=1, has_waiting_list=False)
    with served(tmp_path) as url:
        results = []
        together = threading.Barrier(FEW)
        address = f"{url}/de/veranstaltungen/{event.slug}/anmelden/"

        def one(number: int) -> None:
            try:
                results.append(Visitor(address, number, together).register())
            except OSError as error:  # 409 or 422: refused with a sentence
                results.append(error.read().decode())

        with ThreadPoolExecutor(FEW) as pool:
            list(pool.map(one, range(FEW)))
    assert sum(SURE in page for page in results) == 1
    refused = [page for page in results if "Leider ist gerade" in page or "Alle Plätze sind vergeben" in page]
    assert len(refused) == FEW - 1


def test_places_called_off_in_the_rush_go_to_those_who_wait_longest(tmp_path):
    """Five leave while ten more come: nobody overtakes, no place stays empty, none is given twice."""
    event = EventFactory(days__places_onsite=5)
    with served(tmp_path) as url:
        address = f"{url}/de/veranstaltungen/{event.slug}/anmelden/"
        first = [Visitor(address, number, threading.Barrier(20)) for number in range(20)]
        together = threading.Barrier(20)
        for visitor in first:
            visitor.together = together
        with ThreadPoolExecutor(20) as pool:
            pages = list(pool.map(Visitor.register, first))
        sure = [visitor for visitor, page in zip(first, pages, strict=True) if SURE in page]
        waiting = {
            int(found[1]): visitor
            for visitor, page in zip(first, pages, strict=True)
            if (found := WAITS.search(page))
        }
        assert len(sure) == 5
        assert sorted(waiting) == list(range(1, 16))
        second = threading.Barrier(15)
        late = [Visitor(address, number, second) for number in range(100, 110)]
        for visitor in sure:
            visitor.together = second
        with ThreadPoolExecutor(15) as pool:
            futures = [pool.submit(visitor.call_off) for visitor in sure]
            futures += [pool.submit(visitor.register) for visitor in late]
            for future in futures:
                future.result()
        moved = [number for number, visitor in waiting.items() if SURE in visitor.look()]
        assert sorted(moved) == [1, 2, 3, 4, 5]
        assert not [visitor for visitor in late if SURE in visitor.look()]
        left = sorted(
            int(WAITS.search(visitor.look())[1])
            for visitor in [*late, *waiting.values()]
            if SURE not in visitor.look()
        )
        assert left == list(range(1, 21))


def test_three_clocks_that_ring_at_once_remind_each_person_once(tmp_path):
    event = EventFactory()
    days = dict.fromkeys(event.days.all(), "onsite")
    for number in range(20):
        person = {"last_name": str(number), "email": f"p{number}@example.org"}
        register(event=event, person=person, wish=Wish(days))
    moment = event.days.get().opens_at - dt.timedelta(hours=20)
    script = (
        "import datetime as dt\n"
        "from gruenzug.web.events.services.due import remind\n"
        f"print(remind(dt.datetime.fromisoformat('{moment.isoformat()}')))"
    )
    environment = environment_of(tmp_path)
    told = at_once(environment, script, 3)
    sent = [int(text.split()[0]) for text in told if text]
    assert sum(sent) == 20
    count = "from gruenzug.web.events.models import Message\nprint(Message.objects.filter(letter='reminder').count())"
    assert at_once(environment, count, 1) == ["20"]
