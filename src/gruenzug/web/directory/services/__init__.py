"""What is done with bodies and people."""
