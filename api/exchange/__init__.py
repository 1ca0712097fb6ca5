"""Exchange: what comes from other people's files and goes out into them; one file a format."""
