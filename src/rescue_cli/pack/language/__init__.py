"""The one expression language of packs: a subset of SQL, checked node by node and by type, and the SQL it becomes."""
