"""From a delivery to a mail server: messages, the dialogue, leases, the worker."""
