"""What is inferred under a lens: incidents as acts of sides, and what each probably answered."""
