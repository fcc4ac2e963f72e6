"""Events people can rely on: programme, registration, waiting list, check-in, documentation."""
