"""Pages of the Charta: its texts, its goals, its register, its promises."""
