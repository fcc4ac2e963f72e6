"""What a visitor asked for and we do not have, said in one sentence with a way on."""

from __future__ import annotations

from django.http import Http404


class NotHere(Http404):
    """A 404 that says what is missing and where to go instead."""

    def __init__(self, sentence: str, url: str = "", link: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.url, self.link = sentence, url, link
