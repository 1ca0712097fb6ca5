"""HTTP: what every route shares: who calls, through which lens, with what addresses, faults and caching."""
