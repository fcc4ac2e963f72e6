"""Bodies and people of the programme: who they are, who may publish what, what was talked about."""
