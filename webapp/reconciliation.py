"""Reconciliation: what the service answers, from the matcher and what is said of things.

Identifiers are those of our names without what all of them begin with: of a thing
``instrument/covenant``, of a type ``Instrument``, of a property ``atLevel`` or ``skos:altLabel``.
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from rdflib import RDF, SKOS, Literal, URIRef

from kg.matching import Candidate, Described, Reason, Strictness, Thing, Wanted, described
from kg.matching.matcher import MOST
from kg.namespaces import SCHEMA, WR, WRID, expand, shorten
from kg.parameters import brief
from kg.sentences import sentence
from kg.tokens import Term
from webapp.languages import LANGUAGES, page_language
from webapp.matched import matcher, sorts_of, why, worded
from webapp.reconcile_queries import AskedColumn, AskedExtension, AskedQuery, unknown
from webapp.services import services
from webapp.words import borrowed_terms

Json = dict[str, Any]

SUGGESTED = 10
CODE = "code"
"""The property that stands for codes in registers, as GM0599; no property of the graph."""

_MUNICIPALITY = re.compile(r"gm\d{4}")
_SHOWN = 5
_MOST_TYPES = 12
_AGAINST = 20.0
"""Score that a property costs whose values are others than those asked for."""
_BY_PROPERTIES = 70.0
"""Score of a thing without a name asked that has all values asked for."""
_CODED = frozenset({CODE, str(SCHEMA.sameAs), str(SKOS.exactMatch), str(SKOS.notation)})
_NAMED = (str(RDF.type), str(SKOS.prefLabel), str(SKOS.altLabel), str(SKOS.hiddenLabel),
          str(SKOS.definition), str(SKOS.scopeNote), str(SKOS.related))  # fmt: skip


def said() -> Described:
    """Return what is said of the things of the build that serves."""
    return described(services().engine)


def entity_id(iri: str) -> str:
    """Return the identifier of a thing."""
    return iri.removeprefix(str(WRID))


def thing_of(name: str) -> Thing | None:
    """Return the thing that an identifier, a prefixed name or a whole IRI is of, if any."""
    local = name.strip().removeprefix(str(WRID)).removeprefix("wrid:")
    return matcher().things.by_iri.get(str(WRID) + local)


def type_id(iri: str) -> str:
    """Return the identifier of a type."""
    return iri.removeprefix(str(WR))


def type_iri(name: str) -> str:
    """Return the IRI of a type.

    Raises:
        ReconcileError: 400 there is none of this name; with the one that is near.
    """
    kinds = matcher().things.kinds
    local = name.strip().removeprefix(str(WR)).removeprefix("wr:")
    if str(WR) + local not in kinds:
        told = sentence("There is no type “%(name)s”.", name=brief(name))
        raise unknown(told, name, {type_id(kind): kind for kind in kinds})
    return str(WR) + local


def property_id(iri: str) -> str:
    """Return the identifier of a property."""
    return iri.removeprefix(str(WR)) if iri.startswith(WR) else shorten(iri).strip("<>")


def property_iri(name: str) -> str:
    """Return the IRI of a property that things have, or `CODE`.

    Raises:
        ReconcileError: 400 there is none of this name; with the one that is near.
    """
    there = property_names()
    plain = name.strip()
    for iri in (plain, str(expand(plain) or ""), str(WR) + plain):
        if iri in there:
            return iri
    told = sentence("There is no property “%(name)s”.", name=brief(name))
    raise unknown(told, name, {property_id(iri): iri for iri in there})


def property_names() -> Mapping[str, str]:
    """Return what each property is called that things have, the most used first."""
    return _property_names(said(), page_language())


@lru_cache(maxsize=8)
def _property_names(found: Described, language: str) -> dict[str, str]:
    borrowed = {**borrowed_terms(), **_own_words()}
    names = {CODE: str(_("code in a register, as GM0599")), str(RDF.type): borrowed[str(RDF.type)]}
    for iri in found.used:
        if iri in found.properties:
            names[iri] = worded(found.properties[iri].label).text
        elif iri in borrowed:
            names[iri] = borrowed[iri]
    return names


def _own_words() -> dict[str, str]:
    texts = (_("is a"), _("name"), _("another name"), _("another form of its name"),
             _("definition"), _("what it holds for"), _("is related to"))  # fmt: skip
    return dict(zip(_NAMED, map(str, texts), strict=True))


def candidates(asked: AskedQuery) -> Json:
    """Return the candidates for a query, the best first.

    Raises:
        ReconcileError: 400 a type or property is unknown.
    """
    wanted = {property_iri(one.pid): one.values for one in asked.properties}
    codes = [text for of, values in wanted.items() if of in _CODED for text in values]
    compared = {of: values for of, values in wanted.items() if of not in _CODED}
    kinds = frozenset(map(type_iri, asked.types))
    strictness: Strictness = asked.type_strict
    named = Wanted(asked.query, next(iter(codes), ""), kinds, strictness)
    found = list(matcher().match(named, MOST))
    if not asked.query.strip() and compared:
        found += having(compared, kinds)
    held = [held_against(one, compared) for one in found]
    ranked = sorted(held, key=lambda one: (-one[0].score, not one[0].sure, one[0].iri))
    most = min(int(asked.limit) or _SHOWN, MOST)
    return {"result": [candidate_json(*one, asked=bool(compared)) for one in ranked[:most]]}


def having(wanted: Mapping[str, Sequence[str]], kinds: frozenset[str]) -> list[Candidate]:
    """Return the things in use that have one of the values of the first property asked for."""
    things = matcher().things
    of, values = next(iter(wanted.items()))
    found = dict.fromkeys(iri for text in values for iri in said().having(of, value_of(text)))
    some = (things.by_iri[iri] for iri in found if iri not in things.next)
    return [_by_value(one) for one in some if not kinds or one.is_any(kinds)]


def _by_value(thing: Thing) -> Candidate:
    [found] = matcher().match(Wanted(thing.iri), 1)
    return replace(found, score=_BY_PROPERTIES, sure=False, reason=Reason.VALUE)


def value_of(text: str) -> str:
    """Return the IRI of the thing or type that a value names by its identifier, or the value."""
    thing = thing_of(text)
    if thing:
        return thing.iri
    kind = str(WR) + text.removeprefix(str(WR)).removeprefix("wr:")
    return kind if kind in matcher().things.kinds else text


def held_against(found: Candidate, wanted: Mapping[str, Sequence[str]]) -> tuple[Candidate, float]:
    """Return a candidate with its score less by the properties that it has otherwise.

    And the share of the properties asked for that it has so.
    """
    told = [_agrees(found.iri, of, values) for of, values in wanted.items()]
    against = told.count(False)
    score = max(0.0, found.score - _AGAINST * against)
    share = told.count(True) / len(told) if told else 0.0
    return replace(found, score=score, sure=found.sure and not against), share


def _agrees(thing: str, of: str, values: Sequence[str]) -> bool | None:
    told = [said().agrees(thing, of, value_of(text)) for text in values]
    return True if True in told else next(iter(told), None)


def candidate_json(found: Candidate, share: float, *, asked: bool) -> Json:
    """Return a candidate as the service gives it; its description says why it was found."""
    features: list[Json] = [
        {"id": "score", "value": found.score},
        {"id": "identified", "value": found.reason in (Reason.IDENTIFIER, Reason.CODE)},
    ]
    if found.is_kind is not None:
        features.append({"id": "type", "value": found.is_kind})
    if asked:
        features.append({"id": "properties", "value": round(share, 2)})
    return {
        "id": entity_id(found.iri),
        "name": worded(found.thing.label).text,
        "description": " ".join(filter(None, (reason(found), worded(found.thing.about).text))),
        "type": types_json(found.thing),
        "score": round(found.score, 1),
        "match": found.sure,
        "features": features,
    }


def reason(found: Candidate) -> str:
    """Return why a thing may be meant; of one that took the place of another that it did."""
    if not found.instead_of:
        return why(found)
    ended = worded(matcher().things.by_iri[found.instead_of].label).text
    told = _("It took the place of “%(name)s”, which is no longer to be used.", name=ended)
    return f"{why(found)} {told}"


def types_json(thing: Thing) -> list[Json]:
    """Return the narrowest types of a thing."""
    return [{"id": type_id(kind), "name": name} for kind, name in sorts_of(thing)]


def type_json(iri: str) -> Json:
    """Return a type with those just above it."""
    kinds = matcher().things.kinds
    above = [
        {"id": type_id(one), "name": worded(kinds[one].label).text}
        for one in kinds[iri].above
        if one in kinds
    ]
    told = {"id": type_id(iri), "name": worded(kinds[iri].label).text}
    return {**told, "broader": above} if above else told


def property_json(iri: str) -> Json:
    """Return a property with what it means, where the ontology tells."""
    told = {"id": property_id(iri), "name": property_names()[iri]}
    own = said().properties.get(iri)
    about = worded(own.about).text if own else ""
    return {**told, "description": about} if about else told


def default_types() -> list[Json]:
    """Return the types that most things are of, and of none below."""
    counted = matcher().things.counted_narrowly
    ranked = sorted(counted, key=lambda kind: (-counted[kind], kind))
    return [type_json(kind) for kind in ranked[:_MOST_TYPES]]


def suggest_entities(prefix: str, skipped: int) -> Json:
    """Return things with names that begin so, then those with names much like it."""
    alike = (one.thing for one in matcher().match(Wanted(prefix), MOST))
    found = {one.iri: one for one in [*matcher().beginning(prefix), *alike]}
    return {"result": [entity_json(one) for one in _part([*found.values()], skipped)]}


def entity_json(thing: Thing) -> Json:
    """Return a thing with its types."""
    about = worded(thing.about).text
    told = {"id": entity_id(thing.iri), "name": worded(thing.label).text}
    return {**told, **({"description": about} if about else {}), "notable": types_json(thing)}


def suggest_types(prefix: str, skipped: int) -> Json:
    """Return types that there are things of, by the beginning of a word of their names."""
    things = matcher().things
    names = {
        kind: [*things.kinds[kind].label.values(), type_id(kind), kind] for kind in things.counted
    }
    ranked = sorted(begin_so(names, prefix), key=lambda kind: -things.counted[kind])
    return {"result": [explained(kind) for kind in _part(ranked, skipped)]}


def explained(kind: str) -> Json:
    """Return a type with what it means."""
    about = worded(matcher().things.kinds[kind].about).text
    return {**type_json(kind), **({"description": about} if about else {})}


def suggest_properties(prefix: str, skipped: int) -> Json:
    """Return properties that things have, by the beginning of a word of their names."""
    names = {iri: [name, property_id(iri), iri] for iri, name in property_names().items()}
    return {"result": [property_json(iri) for iri in _part(begin_so(names, prefix), skipped)]}


def begin_so(names: Mapping[str, Iterable[str]], prefix: str) -> list[str]:
    """Return what has a name with a word that begins so, in the order given; all for no prefix."""
    begun = prefix.strip().casefold()
    return [
        one
        for one, some in names.items()
        if any(f" {begun}" in f" {name.casefold()}" for name in some)
    ]


def _part(found: Sequence[Any], skipped: int) -> Sequence[Any]:
    return found[skipped : skipped + SUGGESTED]


def proposals(kind: str, limit: int) -> Json:
    """Return the properties that things of a type have, the most used first; of any for no type.

    Raises:
        ReconcileError: 400 there is no such type.
    """
    things = matcher().things
    iri = type_iri(kind) if kind else ""
    some = [one.iri for one in things.by_iri.values() if not iri or iri in one.every_kind]
    used = [of for of in said().used_by(some) if of in property_names()]
    coded = [CODE] if _CODED & set(used) else []
    kept = [str(RDF.type), *coded, *used][: limit or None]
    told = {"properties": [property_json(of) for of in kept], "type": kind}
    return {**told, "limit": limit} if limit else told


def extension(asked: AskedExtension) -> Json:
    """Return the values of properties of things; of a thing that there is not it has none.

    Raises:
        ReconcileError: 400 a property is unknown.
    """
    columns = {one.id: (property_iri(one.id), one) for one in asked.properties}
    return {
        "meta": [meta_json(name, iri) for name, (iri, _one) in columns.items()],
        "rows": {
            name: {key: values(name, iri, one) for key, (iri, one) in columns.items()}
            for name in asked.ids
        },
    }


def meta_json(name: str, iri: str) -> Json:
    """Return what a column is, with the type of its values where it is one of ours."""
    told: Json = {"id": name, "name": property_names()[iri]}
    own = said().properties.get(iri)
    if own and own.range in matcher().things.kinds:
        told["type"] = {key: type_json(own.range)[key] for key in ("id", "name")}
    return told


def values(name: str, of: str, column: AskedColumn) -> list[Json]:
    """Return the values that a thing has of a property, in the language that is wanted."""
    thing = thing_of(name)
    if thing is None:
        return []
    if of == CODE:
        found: Sequence[Term] = codes_of(thing.iri)
    else:
        found = said().values(thing.iri, of)
    spoken = in_wanted_language(found, column.language)
    return [value_json(one) for one in spoken[: column.limit or None]]


def codes_of(thing: str) -> list[Literal]:
    """Return the codes at the end of what a thing is linked to, as GM0599; words are none."""
    links = [one for of in sorted(_CODED - {CODE}) for one in said().values(thing, of)]
    ends = (re.split(r"[/#]", str(one).rstrip("/"))[-1] for one in links)
    codes = (end.upper() if _MUNICIPALITY.fullmatch(end) else end for end in ends)
    return [Literal(one) for one in dict.fromkeys(codes) if any(map(str.isdigit, one))]


def in_wanted_language(found: Sequence[Term], language: str) -> Sequence[Term]:
    """Return the values in a language, and those in none; all where there are none in it."""
    wanted = language if language in LANGUAGES else page_language()
    if language == "all":
        return found
    own = [one for one in found if getattr(one, "language", None) in (None, wanted)]
    return own or found


def value_json(value: Term) -> Json:
    """Return a value as the service gives it: a thing of ours, a number, a moment or a text."""
    if isinstance(value, URIRef):
        return _named_json(str(value))
    plain = value.toPython() if isinstance(value, Literal) else str(value)
    if isinstance(plain, bool):
        return {"str": str(value)}
    if isinstance(plain, int):
        return {"int": plain}
    if isinstance(plain, datetime):
        return {"date": plain.isoformat()}
    if isinstance(plain, date):
        return {"date": f"{plain.isoformat()}T00:00:00Z"}
    try:
        return {"float": float(plain)} if not isinstance(plain, str) else {"str": plain}
    except (TypeError, ValueError):
        return {"str": str(value)}


def _named_json(iri: str) -> Json:
    things = matcher().things
    if iri in things.by_iri:
        return {"id": entity_id(iri), "name": worded(things.by_iri[iri].label).text}
    if iri in things.kinds:
        return {"str": worded(things.kinds[iri].label).text}
    return {"str": iri}
