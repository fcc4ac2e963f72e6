"""What pages ask of this room, in few queries."""
