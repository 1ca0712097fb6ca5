"""The intake: rows decided by the commands of the API, and stored once, however often they are imported."""
