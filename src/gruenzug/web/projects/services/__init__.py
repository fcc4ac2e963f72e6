"""What is done to projects: every action that changes something."""
