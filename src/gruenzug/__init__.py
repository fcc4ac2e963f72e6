"""Grünzug: software that runs a regional green-infrastructure programme."""

__version__ = "0.1.0"
