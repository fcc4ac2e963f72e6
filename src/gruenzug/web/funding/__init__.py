"""Programmes that pay, and the ledger of what was granted."""
