"""Actions of this room: each checks, does, and leaves a sentence in the audit log."""
