"""What the law asks of a public site: barriers, messages with a clock, one's own data."""
