"""Municipalities, counties and the region, and geometry without GeoDjango."""
