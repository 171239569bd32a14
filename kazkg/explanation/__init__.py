"""What the graph holds on one thing, told part by part for any layout; :mod:`kazkg.explain` asks for it."""
