"""The knowledge graph: from a study's text to named graphs that can be asked."""
