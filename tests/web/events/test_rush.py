"""Sixty people want one place at the same moment (platform.md 2.6, number 8)."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.factories import EventFactory
from tests.web.support.live import served

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 60
PATIENCE_S = 60


class Visitor:
    """A browser of one person: fetches the form, waits for the others, sends it, reads the answer."""

    def __init__(self, address: str, number: int, together: threading.Barrier) -> None:
        self.address, self.number, self.together = address, number, together
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def register(self) -> str:
        page = self.opener.open(self.address, timeout=PATIENCE_S).read().decode()
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        form |= {
            "first_name": "Testperson",
            "last_name": str(self.number),
            "email": f"p{self.number}@example.org",
        }
        self.together.wait(PATIENCE_S)
        answer = self.opener.open(self.address, urlencode(form).encode(), timeout=PATIENCE_S)
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
    sure = [page for page in pages if "Platz sicher, vor Ort" in page]
    numbers = sorted(
        int(found[1]) for page in pages if (found := re.search(r"Warteliste, Platz (\d+)", page))
    )
    assert len(sure) == 1
    assert numbers == list(range(1, PEOPLE))


def test_without_a_waiting_list_the_others_are_told_so(tmp_path):
    event = EventFactory(days__places_onsite=1, has_waiting_list=False)
    with served(tmp_path) as url:
        results = []
        together = threading.Barrier(PEOPLE)
        address = f"{url}/de/veranstaltungen/{event.slug}/anmelden/"

        def one(number: int) -> None:
            try:
                results.append(Visitor(address, number, together).register())
            except OSError as error:  # 409 or 422: refused with a sentence
                results.append(error.read().decode())

        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(one, range(PEOPLE)))
    assert sum("Platz sicher, vor Ort" in page for page in results) == 1
    refused = [page for page in results if "Leider ist gerade" in page or "Alle Plätze sind vergeben" in page]
    assert len(refused) == PEOPLE - 1
