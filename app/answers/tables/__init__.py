"""Answers as tables: CSV and workbooks that spreadsheets open safely."""
