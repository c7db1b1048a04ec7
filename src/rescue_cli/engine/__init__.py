"""Where SQL runs. SQL is written once, in DuckDB's dialect; another engine transpiles it."""
