"""Layers: what several indicators share, computed once: green units, population points, barriers."""
