"""The Idlib theatre, 2017 to 2020: our own record of public facts, with sources."""
