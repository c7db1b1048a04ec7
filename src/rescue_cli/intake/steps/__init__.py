"""The steps by which a recognised table is read (in order: `intake.table_steps`). Each takes the `Table` and fills in something."""
