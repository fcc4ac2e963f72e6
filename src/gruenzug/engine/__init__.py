"""Numbers: official geodata in, a release out. See docs/map.md for the rooms."""
