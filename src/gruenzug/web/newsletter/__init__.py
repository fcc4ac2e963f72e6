"""The newsletter: who asked for it and how we know, what we write, and that it arrives."""
