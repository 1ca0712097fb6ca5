"""Routes: what may be asked and done over HTTP, one file a kind of thing."""
