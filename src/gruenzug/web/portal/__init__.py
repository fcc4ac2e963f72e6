"""Puts the site together: settings, addresses, editorial pages."""
