"""Public pages of funding."""
