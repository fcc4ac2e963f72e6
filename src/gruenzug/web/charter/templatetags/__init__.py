"""Template tags of the Charta."""
