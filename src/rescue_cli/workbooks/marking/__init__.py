"""The sender's own workbook, marked in place; everything else in it untouched."""
