"""The generated region: deterministic, in the official file formats."""
