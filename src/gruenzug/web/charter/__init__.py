"""The Charta as data: its text, who committed to it, what each body promised, and how far it got."""
