"""Packs (方案包): one notice made executable. TOML under `schemas/` → closed models → checked expressions."""
