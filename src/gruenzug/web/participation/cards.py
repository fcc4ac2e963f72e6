"""What this room lays on the first page of the back office."""
