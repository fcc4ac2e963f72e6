"""One page per municipality, gathered from the rooms below."""
