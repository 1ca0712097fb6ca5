"""Exchange: what comes from other people's files (`files`, `reading`, `intake`), and what goes out (`exports`)."""
