"""``manage.py check_mail``: whether mail from here has a chance to arrive."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gruenzug.web.newsletter.self_test import Verdict, run

MARKS = {Verdict.GOOD: "ok  ", Verdict.WARNING: "warn", Verdict.BAD: "BAD ", Verdict.UNKNOWN: "?   "}


class Command(BaseCommand):
    """Check sender, server and DNS records; exit code 1 if something is wrong."""

    help = "Check sender, mail server, SPF, DKIM, DMARC and one-click unsubscribing."

    def handle(self, *args: Any, **options: Any) -> None:
        results = run()
        for each in results:
            self.stdout.write(f"{MARKS[each.verdict]}  {each.name}: {each.sentence}")
        if any(each.verdict is Verdict.BAD for each in results):
            sys.exit(1)
