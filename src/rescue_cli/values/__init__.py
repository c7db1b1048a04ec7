"""Pure parsers, one kind of value each: a cell goes in, a `Parsed` comes out. No files, no clock, no pack."""
