"""What participants and moderators do, one action per function."""
