"""What pages read of projects."""
