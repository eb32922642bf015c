"""Words of ours: headings of columns, words that queries use, terms of other vocabularies."""

from flask_babel import gettext as _
from flask_babel import ngettext
from rdflib import DCTERMS, RDF, RDFS, SKOS


def headings() -> dict[str, str]:
    """Return what columns are called that no term of the ontology is named after."""
    return {
        "property": _("property"),
        "value": _("value"),
        "instance": _("instance"),
        "count": _("number"),
        "gist": _("in short"),
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
        "record": _("in short"),
        "chapter": _("chapter or section"),
        "otherSection": _("other section"),
        "otherLine": _("line in the other section"),
        "otherStatement": _("statement in the other section"),
        "notion": _("notion"),
        "rivals": _("other definitions"),
        "broader": _("belongs under"),
        "stated": _("number stated"),
        "members": _("members named"),
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
        "shows": _("shows"),
        "source": _("source"),
        "made-by": _("made by"),
        "carries": _("carries"),
        "offers": _("offers"),
        "part": _("part"),
        "example": _("example"),
        "kind": _("kind"),
        "form": _("form"),
        "says": _("says so itself"),
        "said-of": _("said of it"),
        "case": _("case"),
    }


def borrowed_terms() -> dict[str, str]:
    """Return what terms of other vocabularies are called where the graph does not name them."""
    return {
        str(RDF.type): _("is a"),
        str(RDFS.subClassOf): _("is a kind of"),
        str(RDFS.subPropertyOf): _("is a closer case of"),
        str(RDFS.domain): _("is said of"),
        str(RDFS.range): _("has as its value"),
        str(RDFS.isDefinedBy): _("is defined in"),
        str(RDFS.seeAlso): _("see also"),
        str(SKOS.inScheme): _("stands in the list"),
        str(SKOS.broader): _("belongs under"),
        str(SKOS.example): _("example"),
        str(SKOS.note): _("note"),
        str(DCTERMS.source): _("source"),
        str(DCTERMS.isPartOf): _("is part of"),
        str(DCTERMS.description): _("description"),
    }


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


def kinds_counted(number: int) -> dict[str, str]:
    """Return how many hits of a kind there are, by kind."""
    return {
        "thing": ngettext("%(num)s thing", "%(num)s things", number),
        "term": ngettext("%(num)s term", "%(num)s terms", number),
        "question": ngettext("%(num)s question", "%(num)s questions", number),
        "study": ngettext("%(num)s study", "%(num)s studies", number),
        "section": ngettext("%(num)s section", "%(num)s sections", number),
        "speaker": ngettext("%(num)s speaker", "%(num)s speakers", number),
        "statement": ngettext("%(num)s statement", "%(num)s statements", number),
        "gap": ngettext("%(num)s gap", "%(num)s gaps", number),
        "tension": ngettext("%(num)s tension", "%(num)s tensions", number),
        "scheme": ngettext("%(num)s list of concepts", "%(num)s lists of concepts", number),
    }


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


def designation(number: str) -> str:
    """Return what a section is called in a sentence: its number, or which annex it is."""
    if number.startswith("A"):
        return str(_("annex %(number)s", number=number[1:]))
    return f"§\N{NO-BREAK SPACE}{number}"
