"""Reading: what a row of each kind of file says, in the words of the ledger; one file a format."""
