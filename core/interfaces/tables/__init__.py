"""Spreadsheets of people and the organisation: read, checked row by row, written, and given out again."""
