"""The Abwägungstabelle as files: spreadsheet, text document, tagged PDF."""
