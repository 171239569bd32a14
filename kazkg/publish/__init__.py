"""The graph as a publication: described, checked, packed, and laid out for those who find it."""
