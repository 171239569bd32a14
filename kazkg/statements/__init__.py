"""Claims beside Wikidata's statements: which of them could become some, and how they stand to those there are."""
