"""Sources: one reader per data set, as published; each yields tables in EPSG:25832."""
