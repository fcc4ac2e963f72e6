"""Indicators: one module per family, one function per indicator; `compute` runs them all."""
