"""Releases and their figures: import, maps, methods, sources, files."""
