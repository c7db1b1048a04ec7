"""Sheets as an office hands them in → workbooks, byte for byte the same each time."""
