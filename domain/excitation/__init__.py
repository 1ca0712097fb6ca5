"""What answered what, inferred: acts that make acts of the other side more likely, near and soon. Pure numbers.

A marked, mutually exciting point process (Hawkes 1971), declustered and fitted by expectation-maximisation as for
earthquakes and their aftershocks (Veen and Schoenberg 2008). Policy `excitation-1`.
"""
