"""Words of ours: headings of columns, words that queries use, terms of other vocabularies."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SDO, SKOS, VOID

from kg.namespaces import PAV, SCHEMA, SEMAPV, SSSOM


def headings() -> dict[str, str]:
    """Return what columns are called that no term of the ontology is named after."""
    return {
        "property": _("property"),
        "value": _("value"),
        "instance": _("instance"),
        "count": _("number"),
        "gist": _("in short"),
        "about": _("what it says"),
        "locator": _("place"),
        "aspect": _("what it is about"),
        "thing": _("what"),
        "detail": _("in particular"),
        "list": _("list it stands in"),
        "level": _("level"),
        "phase": _("phase"),
        "condition": _("condition"),
        "benefit": _("co-benefit"),
        "option": _("option"),
        "who": _("who"),
        "sourceKind": _("where it comes from"),
        "line": _("line"),
        "kind": _("kind"),
        "concern": _("concerns"),
        "saidBy": _("from where"),
        "question": _("question"),
        "statements": _("statements"),
        "readings": _("readings"),
        "speakers": _("speakers"),
        "citations": _("citations"),
        "gaps": _("gaps"),
        "tensions": _("tensions"),
        "outrightStatements": _("of them said outright"),
        "denials": _("of them denials"),
        "part": _("part"),
        "defect": _("defect"),
        "howOften": _("how often"),
        "source": _("source"),
        "year": _("year"),
        "amount": _("how many"),
        "what": _("of what"),
        "state": _("what must be reached"),
        "position": _("number"),
        "principle": _("principle"),
        "work": _("work"),
        "manner": _("how it is cited"),
        "instrument": _("instrument"),
        "case": _("case"),
        "where": _("where or who"),
        "object": _("object"),
        "requirement": _("requirement"),
        "root": _("first cause"),
        "end": _("last effect"),
        "steps": _("steps"),
        "otherParty": _("other party"),
        "firstVoice": _("whose it is"),
        "through": _("through"),
        "set": _("set"),
        "member": _("member"),
        "model": _("model"),
        "type": _("type"),
        "cause": _("cause"),
        "status": _("status"),
        "power": _("power or means"),
        "scope": _("on what"),
        "act": _("act"),
        "matter": _("matter"),
        "interviewer": _("interviewed by"),
        "characteristic": _("characteristic"),
        "definedAs": _("defined as"),
        "sourceDate": _("date of the source"),
        "checkBy": _("check again by"),
        "passages": _("passages"),
        "accounted": _("of which it is known what they say, or why nothing"),
        "record": _("in short"),
        "works": _("works"),
        "places": _("places"),
        "voices": _("voices"),
        "voiceKind": _("kind of voice"),
        "direction": _("direction"),
        "start": _("starting from"),
        "step": _("step"),
        "effect": _("effect"),
        "first": _("first"),
        "then": _("then"),
        "order": _("order"),
        "word": _("word"),
        "area": _("area"),
        "claim": _("claim"),
        "reason": _("reason"),
        "chapter": _("chapter or section"),
        "otherSection": _("other section"),
        "otherLine": _("line in the other section"),
        "otherStatement": _("statement in the other section"),
        "notion": _("notion"),
        "rivals": _("other definitions"),
        "broader": _("belongs under"),
        "stated": _("number stated"),
        "members": _("members named"),
        "lang": _("language"),
        "endpoint": _("endpoint"),
        "calledThere": _("called there"),
        "relation": _("relation"),
        "target": _("there"),
        "sureness": _("how sure"),
        "confidence": _("from 0 to 1"),
        "justification": _("how found"),
        "verifiedIn": _("where verified"),
        "theirs": _("in the data set"),
        "ours": _("linked to"),
        "found": _("named with it"),
    }


def aspects() -> dict[str, str]:
    """Return the words that queries of the library use for the kind of a row."""
    return {
        "primary": _("primary regie"),
        "role": _("role in a phase"),
        "task": _("task of a role"),
        "need": _("what it takes"),
        "duration": _("duration"),
        "factor": _("factor of speed"),
        "delay": _("delay"),
        "definition": _("in the definition"),
        "in-time": _("in time"),
        "in-space": _("in space"),
        "condition": _("condition"),
        "requirement": _("what it asks for"),
        "barrier": _("barrier"),
        "risk": _("risk"),
        "doubted": _("doubted"),
        "cost": _("cost"),
        "money": _("money"),
        "subject-to": _("subject to"),
        "not-always-known": _("demands on it not always known"),
        "no-longer-needed": _("perhaps no longer needed"),
        "relayed": _("relayed"),
        "cited-through": _("cited through another work"),
        "taken-from": _("taken over"),
        "told-by-others": _("told by others"),
        "being-developed": _("being developed"),
        "still-abstract": _("still abstract"),
        "little-known": _("little known as yet"),
        "happens-little": _("happens little as yet"),
        "not-yet-taken-up": _("not yet taken up"),
        "being-learned": _("a learning process"),
        "not-studied": _("not studied"),
        "needed": _("needed for what is being developed"),
        "to-be-checked": _("to be checked"),
        "made-by": _("made by"),
        "with-help-of": _("with help of"),
        "taken-over-by": _("taken over by"),
        "used-as": _("used as"),
        "for": _("meant for"),
        "from-work": _("known from the work"),
        "inferred": _("concluded, not said"),
        "purpose": _("what it serves"),
        "no-problem-seen": _("operators seem to see no problem with"),
        "conflict": _("can be in the way of"),
        "objection": _("objection"),
        "drawback": _("drawback"),
        "literature": _("from literature"),
        "interviews": _("from interviews"),
        "authors": _("in the study's own name"),
        "asks-after": _("asks after"),
        "of-whom": _("at whose disposal"),
        "for-purpose": _("to steer"),
        "qualification": _("qualification"),
        "what-of-it": _("what of it"),
        "regarding": _("regarding"),
        "level": _("level"),
        "how": _("how"),
        "seen-by": _("as seen by"),
        "method": _("part of the method"),
        "choice": _("chosen"),
        "not-done": _("left out"),
        "reason": _("reason"),
        "grounding": _("what underpins it"),
        "context": _("within what"),
        "is": _("they are"),
        "lacks": _("they are not"),
        "adds-to": _("adds to"),
        "needed-for": _("needed for"),
        "takes-up": _("takes up"),
        "stands-at": _("stands in"),
        "from": _("takes heat from"),
        "to": _("passes heat to"),
        "comparable-to": _("likened to"),
        "party": _("party"),
        "place": _("place"),
        "not": _("not"),
        "future": _("under a future act"),
        "now": _("now"),
        "does-not-say": _("nobody says it is charted"),
        "not-found": _("looked for, not found"),
        "not-yet-in-plans": _("not yet in plans"),
        "lacking": _("lacking"),
        "uncertain": _("uncertain"),
        "awaited": _("yet to be awaited"),
        "asked": _("asked, not answered"),
        "study": _("what the study says"),
        "elsewhere": _("not from the study"),
        "takes-part": _("takes part in"),
        "charged-with": _("is charged with"),
        "helped-by": _("is helped by"),
        "joins": _("joins"),
        "position": _("gets a position that secures"),
        "part-of": _("is part of"),
        "shows": _("shows"),
        "source": _("source"),
        "carries": _("carries"),
        "offers": _("offers"),
        "part": _("part"),
        "example": _("example"),
        "kind": _("kind"),
        "form": _("form"),
        "nearly-certain": _("nearly certain"),
        "likely": _("likely"),
        "tentative": _("tentative"),
        "says": _("says so itself"),
        "said-of": _("said of it"),
        "case": _("case"),
    }


def groups() -> dict[str, str]:
    """Return the headings that questions are grouped under, in their order: the study's own."""
    return {
        "hoofdvraag": _("The main question, and how it was researched"),
        "deelvraag-1": _("Sub-question 1: what is already known of regie and ordering"),
        "deelvraag-2": _("Sub-question 2: what is specific and possible with heat networks"),
        "deelvraag-3": _("Sub-question 3: which instruments by level, and how to use them"),
        "deelvraag-4": _("Sub-question 4: co-benefits according to those involved"),
        "provenance": _("Who says it, how firmly, and on which source"),
        "gaps": _("Gaps, contradictions and what is unknown"),
        "": _("Other questions"),
    }


def pictures() -> dict[str, str]:
    """Return how an answer is drawn, by the kind of its picture."""
    return {
        "bar": _("with bars"),
        "matrix": _("as a matrix"),
        "timeline": _("on a timeline"),
        "graph": _("with lines from one to the other"),
    }


def borrowed_terms() -> Mapping[str, str]:
    """Return what terms of other vocabularies are called where the graph does not name them."""
    return _borrowed_terms(str(get_locale()))


@lru_cache(maxsize=4)
def _borrowed_terms(_locale: str) -> Mapping[str, str]:
    """Return the same for one language: every page asks several times for all of them."""
    terms = {
        str(RDF.type): _("is a"),
        str(RDFS.subClassOf): _("is a kind of"),
        str(RDFS.subPropertyOf): _("is a closer case of"),
        str(OWL.equivalentClass): _("is the same class as"),
        str(OWL.equivalentProperty): _("is the same property as"),
        str(RDFS.domain): _("is said of"),
        str(RDFS.range): _("has as its value"),
        str(RDFS.isDefinedBy): _("is defined in"),
        str(RDFS.seeAlso): _("see also"),
        str(SKOS.inScheme): _("stands in the list"),
        str(SKOS.broader): _("belongs under"),
        str(SKOS.exactMatch): _("is the same concept as"),
        str(SKOS.closeMatch): _("is nearly the same concept as"),
        str(SKOS.broadMatch): _("is a kind or part of"),
        str(SKOS.narrowMatch): _("is wider than"),
        str(SKOS.relatedMatch): _("has to do with"),
        str(SCHEMA.sameAs): _("is the same as"),
        str(SEMAPV.ManualMappingCuration): _("compared by hand"),
        **_of_links(),
        str(SKOS.example): _("example"),
        str(SKOS.note): _("note"),
        str(DCTERMS.source): _("source"),
        str(DCTERMS.isPartOf): _("is part of"),
        str(DCTERMS.description): _("description"),
        str(DCTERMS.accessRights): _("access"),
        str(DCTERMS.language): _("language"),
        str(DCTERMS.modified): _("last changed"),
        str(DCTERMS.publisher): _("publisher"),
        str(OWL.versionInfo): _("version"),
        str(DCAT.keyword): _("keyword"),
        str(DCAT.theme): _("theme"),
        str(DCAT.Dataset): _("data set"),
        str(FOAF.name): _("name"),
        str(FOAF.Agent): _("maker"),
        str(SDO.SoftwareSourceCode): _("software"),
    }
    return MappingProxyType(terms)


def _of_links() -> dict[str, str]:
    """Return what the terms are called in which links to other data are recorded."""
    return {
        str(OWL.Axiom): _("link to other data"),
        str(OWL.annotatedSource): _("ours"),
        str(OWL.annotatedProperty): _("relation"),
        str(OWL.annotatedTarget): _("there"),
        str(PAV.authoredOn): _("made on"),
        str(SSSOM.MappingSet): _("links with their grounds"),
        str(SSSOM.mapping_justification): _("how found"),
        str(SSSOM.confidence): _("how sure, from 0 to 1"),
        str(SSSOM.subject_label): _("our name"),
        str(SSSOM.object_label): _("name there"),
        str(SSSOM.object_category): _("what it is there"),
        str(SSSOM.author_label): _("found by"),
        str(SSSOM.reviewer_label): _("reviewed by"),
        str(SSSOM.other): _("more on it"),
        str(VOID.Linkset): _("set of links"),
        str(VOID.linkPredicate): _("relations used"),
        str(VOID.subjectsTarget): _("links from"),
        str(VOID.objectsTarget): _("links to"),
        str(VOID.triples): _("number of links"),
    }


def graph_contents() -> dict[str, str]:
    """Return what a named graph holds, by the first part of its name."""
    return {
        "ontology": _("The terms: classes, properties, and what follows from being one."),
        "entities": _("The things that are spoken of: instruments, actors, objects, concepts."),
        "study": _("Claims as plain triples: those stated outright, of all, without a condition."),
        "evidence": _("All claims of a study as statements, with readings, passages and speakers."),
        "outside": _("What is known from elsewhere, with its source and a day to check it again."),
        "links": _("What is the same or alike in other data, with why, how sure and where seen."),
        "alignments": _("What our terms are in other vocabularies: axioms, and their grounds."),
        "inferred": _("What follows from the terms, the things and one plain triple at a time."),
        "shapes": _("What the graph is checked against."),
        "meta": _("Title, licence, publisher and version of the whole."),
        "data": _("A data set of others that was linked, or its links: not what a study says."),
        "datasets": _("What the data sets of others are that were linked, and from which files."),
    }


def dump_contents() -> dict[str, str]:
    """Return what is in a file with all of the data, by its name."""
    return {
        "warmteregie.nq.gz": _("All of it, each graph by itself, as N-Quads"),
        "warmteregie.ttl.gz": _("All of it as one graph, as Turtle"),
        "warmteregie.jsonld.gz": _("All of it, each graph by itself, as JSON-LD"),
    }


def change_words() -> dict[str, str]:
    """Return how a thing changed between two versions, by sort, and what a change is about."""
    return {
        "new": _("new"),
        "changed": _("changed"),
        "deprecated": _("no longer to be used"),
        "withdrawn": _("withdrawn"),
        str(RDF.subject): _("what it is about"),
        str(RDF.predicate): _("relation"),
        str(RDF.object): _("value"),
        str(OWL.deprecated): _("no longer to be used"),
    }


def kinds_changed() -> dict[str, str]:
    """Return what the things are that changed between two versions, by kind."""
    return {
        "statement": _("Statements"),
        "term": _("Terms of the ontology"),
        "thing": _("Things and speakers"),
        "gap": _("Gaps"),
        "tension": _("Tensions"),
        "fact": _("Facts from elsewhere"),
        "link": _("Links to other data"),
        "passage": _("Passages"),
    }


def service_words() -> dict[str, str]:
    """Return what the endpoint is called, and what it does."""
    return {
        "title": _("SPARQL endpoint of Warmteregie"),
        "description": _("Answers queries in SPARQL 1.1 over all of the data, for reading only."),
    }


def contact_words() -> dict[str, str]:
    """Return what those are called who can be asked about the data."""
    return {"name": _("The keepers of Warmteregie")}


def kinds_of_hits() -> dict[str, str]:
    """Return what a hit of a search is, by its kind."""
    return {
        "thing": _("thing"),
        "term": _("term"),
        "question": _("question"),
        "study": _("study"),
        "section": _("section"),
        "speaker": _("speaker"),
        "statement": _("statement"),
        "gap": _("gap"),
        "tension": _("tension"),
        "scheme": _("list of concepts"),
    }


def counted(kind: str, number: int) -> str:
    """Return how many hits of a kind there are; only the words of that kind are looked up."""
    found = {
        "thing": lambda: ngettext("%(num)s thing", "%(num)s things", number),
        "term": lambda: ngettext("%(num)s term", "%(num)s terms", number),
        "question": lambda: ngettext("%(num)s question", "%(num)s questions", number),
        "study": lambda: ngettext("%(num)s study", "%(num)s studies", number),
        "section": lambda: ngettext("%(num)s section", "%(num)s sections", number),
        "speaker": lambda: ngettext("%(num)s speaker", "%(num)s speakers", number),
        "statement": lambda: ngettext("%(num)s statement", "%(num)s statements", number),
        "gap": lambda: ngettext("%(num)s gap", "%(num)s gaps", number),
        "tension": lambda: ngettext("%(num)s tension", "%(num)s tensions", number),
        "scheme": lambda: ngettext("%(num)s list of concepts", "%(num)s lists of concepts", number),
    }
    return str(found[kind]())


def roles() -> dict[str, str]:
    """Return what a text is by which a search finds, by its role."""
    return {
        "label": _("its name"),
        "alternative": _("another name"),
        "hidden": _("another form of its name"),
        "definition": _("its definition"),
        "gist": _("its sentence"),
        "question": _("its sentence"),
        "keyword": _("a keyword"),
    }


def manners() -> dict[str, str]:
    """Return how a text answers to the words of a search."""
    return {
        "whole": _("exactly so"),
        "beginning": _("begins so"),
        "stem": _("in another form"),
        "part": _("part of a compound"),
        "near-whole": _("but for one letter"),
        "near": _("but for one letter"),
        "text": _("has these words"),
        "near-text": _("but for one letter"),
        "some": _("some of the words"),
    }


def shown_kinds() -> dict[str, str]:
    """Return what the reader can be asked to show, by kind."""
    return {
        "stated": _("stated outright"),
        "hedged": _("hedged"),
        "open": _("open"),
        "denied": _("denied: not"),
        "not-said": _("asked, left open or not said"),
        "our-reading": _("our reading"),
        "cited": _("with a cited work"),
        "tension": _("in a tension"),
        "gaps": _("passages with a gap"),
        "silent": _("silent passages"),
    }


def designation(number: str) -> str:
    """Return what a section is called in a sentence: its number, or which annex it is."""
    if number.startswith("A"):
        return str(_("annex %(number)s", number=number[1:]))
    return f"§\N{NO-BREAK SPACE}{number}"
