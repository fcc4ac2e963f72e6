"""What may be done with tickets and one's own data."""
