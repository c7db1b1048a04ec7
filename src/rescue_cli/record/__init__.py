"""What survives a run: the append-only journal with the case numbers, and the rebuildable cache of tables."""
