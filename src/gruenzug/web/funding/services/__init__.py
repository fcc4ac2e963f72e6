"""Everything that changes grants and their ledger."""
