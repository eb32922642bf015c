"""The web application: pages, identifiers, questions and the SPARQL endpoint."""
