"""The only room that knows spreadsheet libraries: guard and read on the way in, write and style on the way out."""
