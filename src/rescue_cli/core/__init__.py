"""Words every room shares: field names, table schemas, findings, errors. Imports no other room."""
