"""Where Chromium is, how it is started, and a page that remembers complaints."""

from __future__ import annotations

import shutil
from typing import Any
from urllib.parse import urlsplit

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OWN_SCHEMES = ("data", "blob", "about")


def find_chromium() -> str | None:
    """Return the path of the first browser found."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch_arguments() -> list[str]:
    """Return flags: nothing phones home, WebGL is drawn by software, letters are as wide in every Chromium."""
    return [
        "--no-sandbox",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--font-render-hinting=none",
    ]


ALTERING = frozenset({"add_init_script", "context", "emulate_media", "on", "route", "set_viewport_size"})
"""What a test does to a page that a next test would notice."""


class Watched:
    """A playwright page that writes down everything that went wrong on it."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page = page
        self.origin = origin
        self._heard_of: list[str] = []
        self._forgiven: list[str] = []
        self.is_altered = False
        self._listeners = {
            "console": self._heard,
            "pageerror": lambda error: self._heard_of.append(f"script error: {error}"),
            "request": self._asked,
            "requestfailed": self._failed,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)

    def __getattr__(self, name: str) -> Any:
        self.is_altered |= name in ALTERING
        return getattr(self.page, name)

    def resize(self, width: int) -> None:
        """Show the page at another width; who does so sets it back."""
        self.page.set_viewport_size({"width": width, "height": 800})

    def released(self) -> Any:
        """Return the page, empty and watched no longer, for another test; None if it was altered."""
        if self.is_altered or self.page.is_closed():
            self.page.close()
            return None
        self.page.goto("about:blank")
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        return self.page

    def forgive(self, part: str) -> None:
        """Leave out the complaints that contain `part`, heard or still to come: the test provokes them."""
        self._forgiven.append(part)

    @property
    def complaints(self) -> list[str]:
        """What went wrong and was not provoked."""
        return [told for told in self._heard_of if not any(part in told for part in self._forgiven)]

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and "GPU stall" not in message.text:
            self._heard_of.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in OWN_SCHEMES and not request.url.startswith(self.origin):
            self._heard_of.append(f"request to elsewhere: {request.url}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":
            self._heard_of.append(f"request failed: {request.url} {request.failure}")
