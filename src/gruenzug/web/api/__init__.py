"""The read-only JSON interface."""
