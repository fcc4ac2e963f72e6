"""What the funding body gets: a workbook, a document, a map layer."""
