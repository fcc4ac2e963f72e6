"""Pages and files of the atlas."""
