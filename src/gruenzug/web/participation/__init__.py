"""Ideas on the map, consultations with an answer for everyone, moderation that shows its reasons."""
