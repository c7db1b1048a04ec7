"""`apply`: our own workbooks come back filled in. One module a kind of workbook; each checks the answers and gives entries for
the journal. Nothing is recorded unless every answer of every file given can be."""
