"""Pages of events: programme, registration, calendars, check-in."""
