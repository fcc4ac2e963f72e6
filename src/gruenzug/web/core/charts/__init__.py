"""Charts drawn on the server: numbers in, geometry for SVG templates out."""
