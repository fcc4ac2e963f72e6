"""What every room stands on: the base page, its design system, and common tools."""
