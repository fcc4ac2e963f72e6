"""Everything that changes events and registrations."""
