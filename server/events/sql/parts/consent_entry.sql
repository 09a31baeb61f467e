-- What an entry of the ledger says.
viewer_id, entry_id, at, purposes, version, source, role
