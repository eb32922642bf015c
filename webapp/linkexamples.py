"""Examples of links to us, from an invented data set; tests hold them against the graph."""

TURTLE_EXAMPLE = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# a concept of yours, and one of ours that means the same
<https://sister.example/concept/convenanten>
    skos:prefLabel "convenanten"@nl ;
    skos:exactMatch <https://w3id.org/warmteregie/id/instrument/covenants> .

# an organisation: that one, and not the place of its name
<https://sister.example/party/rotterdam>
    schema:sameAs <https://w3id.org/warmteregie/id/party/municipality-rotterdam> .

# a document of yours that is about something, or builds on one claim
<https://sister.example/report/7>
    dcterms:subject <https://w3id.org/warmteregie/id/object/heat-network> ;
    dcterms:references <https://w3id.org/warmteregie/id/statement/warmtenetten-regie-2022-0412> .
"""
_SSSOM = (
    ("subject_id", "subject_label", "predicate_id", "object_id", "object_label",
     "mapping_justification", "confidence", "mapping_date"),
    ("sis:convenanten", "convenanten", "skos:exactMatch", "wrid:instrument/covenants",
     "convenanten", "semapv:ManualMappingCuration", "0.9", "2026-11-26"),
)  # fmt: skip
SSSOM_EXAMPLE = """\
#curie_map:
#  semapv: https://w3id.org/semapv/vocab/
#  sis: https://sister.example/concept/
#  skos: http://www.w3.org/2004/02/skos/core#
#  wrid: https://w3id.org/warmteregie/id/
""" + "".join("\t".join(row) + "\n" for row in _SSSOM)
