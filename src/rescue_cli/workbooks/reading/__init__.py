"""Bytes → sheets: guard, unlock, parse; every foreign file in a worker process."""
