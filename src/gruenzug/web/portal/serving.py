"""gunicorn inside a Django command: the site is loaded once, then shared by the workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """Serve the site at `address`, such as ``127.0.0.1:8000``; `ready` is called when it listens."""

    def __init__(self, address: str, ready: Callable[[], None], workers: int = 2) -> None:
        self.address, self.ready, self.workers = address, ready, workers
        super().__init__()

    def load_config(self) -> None:
        choices: dict[str, Any] = {
            "bind": self.address,
            "workers": self.workers,
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": "warning",
            "when_ready": lambda arbiter: self.ready(),
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()
