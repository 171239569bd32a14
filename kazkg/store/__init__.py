"""Where a graph is kept and asked: the store a build leaves behind, and graphs read from files."""
