"""The facts and the rules: events, aggregates, pure judgements, and the ledger's one door."""
