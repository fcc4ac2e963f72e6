"""What is done on the ground: one register of projects, with their places, costs, phases and lessons."""
