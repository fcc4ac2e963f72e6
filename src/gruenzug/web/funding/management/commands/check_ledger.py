"""``manage.py check_ledger``: whether every cent of the ledger is where it must be."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gruenzug.web.funding.audit_trail import check_ledger


class Command(BaseCommand):
    """Check every rule of the ledger; exit code 1 and a sentence for each that is broken."""

    help = "Check that entries sum to zero, that none was changed, and that no grant goes beyond its award."

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_ledger()
        for fault in report.faults:
            self.stderr.write(fault)
        if report.faults:
            self.stderr.write(f"{len(report.faults)} faults in {report.entries} entries")
            sys.exit(1)
        counted = f"{report.journals} journals, {report.entries} entries, {report.postings} postings"
        self.stdout.write(f"{counted}: all well")
