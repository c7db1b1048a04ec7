"""Makes the invented district of `samples/`: people, situations, layouts, files. No real person, address or number."""
