"""Links of others: which name of ours each means, and what is to be said of it."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS

from kg.inlinks import (
    Doubt,
    InLink,
    Judged,
    Known,
    Slip,
    Theirs,
    Told,
    Verdict,
    crossed,
    judge,
    meant,
    near,
)
from kg.namespaces import ROOT, SCHEMA, WR

SITE = "http://localhost:8000"
LEASE = f"{ROOT}id/instrument/lease"
CITY, BODY, TERM = f"{ROOT}id/place/oosterdam", f"{ROOT}id/party/oosterdam", f"{ROOT}def/Instrument"
OLD = f"{ROOT}id/instrument/old-lease"
THEIRS = "https://sister.example/lease"
CONCEPT = frozenset({str(SKOS.Concept)})
KNOWN = Known(
    told={
        LEASE: Told(CONCEPT, frozenset({"lease"})),
        OLD: Told(CONCEPT, frozenset({"old lease"}), deprecated=True, successors=(LEASE,)),
        CITY: Told(frozenset({str(WR.Place)}), frozenset({"Oosterdam"})),
        BODY: Told(frozenset({str(WR.Party)}), frozenset({"gemeente Oosterdam"})),
        TERM: Told(frozenset({str(OWL.Class)}), frozenset({"instrument"})),
    },
    names={
        LEASE: {"lease"},
        CITY: {"oosterdam"},
        BODY: {"gemeente oosterdam"},
        TERM: {"instrument"},
    },
    linked={"https://register.example/1": [BODY]},
)


@pytest.mark.parametrize(
    ("written", "iri", "slips"),
    [
        (LEASE, LEASE, ()),
        ("http://w3id.org/warmteregie/id/instrument/lease", LEASE, (Slip.HTTP,)),
        ("https://www.w3id.org/warmteregie/id/instrument/lease", LEASE, (Slip.WWW,)),
        ("https://W3ID.org/Warmteregie/id/instrument/lease", LEASE, (Slip.CASE,)),
        (f"{LEASE}/", LEASE, (Slip.SLASH,)),
        (f"{LEASE}?lang=nl#top", LEASE, (Slip.QUERY,)),
        (f"{LEASE}.ttl", LEASE, (Slip.SUFFIX,)),
        (f"{ROOT}doc/instrument/lease", LEASE, (Slip.PAGE,)),
        (f"{ROOT}doc/def/Instrument", TERM, (Slip.PAGE,)),
        (f"{ROOT}instrument/lease", LEASE, (Slip.NO_ID,)),
        (f"{SITE}/doc/instrument/lease", LEASE, (Slip.HOST, Slip.PAGE)),
        ("https://warmteregie.example/id/instrument/lease", LEASE, (Slip.HOST,)),
        ("wrid:instrument/lease", LEASE, (Slip.PREFIX,)),
        ("wr:Instrument", TERM, (Slip.PREFIX,)),
        (f"{ROOT}def/", f"{ROOT}def/", ()),
        (f"{ROOT}def/0.1.0/", f"{ROOT}def/0.1.0/", ()),
    ],
)
def test_name_is_told_from_how_it_is_written(
    written: str, iri: str, slips: tuple[Slip, ...]
) -> None:
    """Every way to miss a name is called by itself, and the name that was meant is found."""
    found = meant(written, SITE)

    assert found is not None
    assert (iri, slips) == (found.iri, found.slips)


@pytest.mark.parametrize(
    "written",
    ["https://w3id.org/warmteregie-2/id/x/y", "https://sister.example/about-warmteregie",
     "https://w3id.org/other/id/x/y", "urn:x", ""],
)  # fmt: skip
def test_what_does_not_mean_us_is_left_alone(written: str) -> None:
    """A name of somebody else is no fault of theirs."""
    assert meant(written, SITE) is None


def judged(
    relation: str, target: str, subject: str = THEIRS, kind: str = "", label: str = ""
) -> Judged:
    """Return a link, judged by what is known; the thing of theirs may have a kind and a label."""
    found = meant(target, SITE)
    assert found is not None
    theirs = Theirs(frozenset(filter(None, [kind])), frozenset(filter(None, [label])))
    return judge(InLink(subject, relation, target), found, KNOWN, {subject: theirs})


def test_link_to_what_is_there_is_good() -> None:
    """Nothing is said of a link with which nothing is wrong."""
    assert judged(str(SKOS.exactMatch), LEASE).is_good


def test_link_to_what_is_deprecated_has_its_successor() -> None:
    """Who links to an old name is told the new one."""
    found = judged(str(SKOS.exactMatch), OLD)

    assert (Verdict.DEPRECATED, (LEASE,)) == (found.verdict, found.instead)


def test_link_to_what_never_was_has_what_may_be_meant() -> None:
    """A typing error and a wrong kind are both seen; what is like nothing has nothing."""
    typed = judged(str(SKOS.exactMatch), f"{ROOT}id/instrument/leese")
    placed = judged(str(SKOS.exactMatch), f"{ROOT}id/measure/lease")
    nothing = judged(str(SKOS.exactMatch), f"{ROOT}id/tree/oak")

    assert (Verdict.UNKNOWN, (LEASE,)) == (typed.verdict, typed.instead)
    assert (LEASE,) == placed.instead
    assert () == nothing.instead


def test_name_without_end_is_like_nothing() -> None:
    """A name of a hundred thousand characters is compared by its beginning only."""
    assert () == near(f"{ROOT}id/instrument/" + "x" * 100_000, KNOWN.names)


@pytest.mark.parametrize(
    ("link", "doubt"),
    [
        ({"relation": str(SKOS.exactMatch), "target": LEASE, "subject": ""}, Doubt.NAMELESS),
        ({"relation": str(SKOS.closeMatch), "target": TERM}, Doubt.TERM),
        ({"relation": str(SKOS.exactMatch), "target": BODY}, Doubt.NO_CONCEPT),
        ({"relation": str(RDF.type), "target": LEASE}, Doubt.NO_CLASS),
        ({"relation": str(RDFS.subClassOf), "target": LEASE}, Doubt.NO_CLASS),
        ({"relation": "http://schema.org/sameAs", "target": BODY}, Doubt.NO_RELATION),
        ({"relation": f"{SKOS._NS}ExactMatch", "target": LEASE}, Doubt.NO_RELATION),
        ({"relation": str(OWL.sameAs), "target": BODY}, Doubt.TOO_MUCH),
        ({"relation": str(SCHEMA.sameAs), "target": CITY,
          "kind": "http://www.w3.org/ns/org#FormalOrganization"}, Doubt.PLACE_FOR_ORGANISATION),
        ({"relation": str(SCHEMA.sameAs), "target": CITY,
          "kind": "https://identifier.overheid.nl/tooi/def/ont/Gemeente"},
         Doubt.PLACE_FOR_ORGANISATION),
        ({"relation": str(SCHEMA.sameAs), "target": BODY, "kind": "https://schema.org/City"},
         Doubt.ORGANISATION_FOR_PLACE),
        ({"relation": str(SCHEMA.sameAs), "target": CITY, "label": "Gemeente Oosterdam"},
         Doubt.CALLED_SO),
        ({"relation": str(SCHEMA.sameAs), "target": CITY,
          "subject": "https://register.example/1"}, Doubt.LINKED_TO),
    ],
)  # fmt: skip
def test_doubtful_link_is_called_what_it_is(link: dict[str, str], doubt: Doubt) -> None:
    """Each way to say something else than one means is found, and none of the others with it."""
    assert [doubt] == [name for name, _ in judged(**link).doubts]


def test_called_otherwise_names_what_is_called_so() -> None:
    """A false friend comes with the friend."""
    [(_, others)] = judged(str(SCHEMA.sameAs), CITY, label="gemeente Oosterdam").doubts

    assert (BODY,) == others


def test_one_thing_the_same_as_two_of_ours_is_doubted() -> None:
    """Both links are told of the other; a link to nothing makes no two things one."""
    both = [judged(str(SCHEMA.sameAs), CITY), judged(str(SCHEMA.sameAs), BODY)]
    alone = [both[0], judged(str(SCHEMA.sameAs), f"{ROOT}id/tree/oak")]

    assert [((Doubt.ONE_MAPPING, (BODY,)),), ((Doubt.ONE_MAPPING, (CITY,)),)] == [
        one.doubts for one in crossed(both)
    ]
    assert alone == crossed(alone)


def test_text_in_place_of_a_name_is_a_slip() -> None:
    """A name between quotes is no link, though it is right as a text."""
    found = meant(LEASE, SITE)
    assert found is not None
    one = judge(InLink(THEIRS, str(SKOS.exactMatch), LEASE, is_text=True), found, KNOWN, {})

    assert (Slip.TEXT,) == one.meant.slips
