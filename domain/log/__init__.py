"""The log of facts: how they are written as bytes, and the databases that keep them."""
