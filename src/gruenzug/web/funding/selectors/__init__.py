"""What pages and services ask of funding."""
