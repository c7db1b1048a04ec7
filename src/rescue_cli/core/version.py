"""The version of the program, which is part of what every result rests on."""

VERSION = "0.1.0"
