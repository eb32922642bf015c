"""Navigation: the pages that every page leads to, by name in the language of the page."""

from flask import url_for
from flask_babel import gettext as _


def sections() -> list[tuple[str, str, str]]:
    """Return what the site is divided in: a key, its name and its address."""
    return [
        ("study", _("Study"), url_for("pages.study")),
        ("explore", _("Explore"), url_for("explore.page")),
        ("matrix", _("Matrix"), url_for("matrix.page")),
        ("regie", _("Regie"), url_for("regie.page")),
        ("questions", _("Questions"), url_for("questions.index")),
        ("sparql", "SPARQL", url_for("sparql.endpoint")),
        ("about", _("About"), url_for("pages.about")),
    ]


def more_pages() -> list[tuple[str, str]]:
    """Return the other pages that stand by themselves: a name and an address."""
    return [
        (_("Glossary"), url_for("glossary.page")),
        (_("Quality"), url_for("quality.page")),
        (_("Cases"), url_for("cases.page")),
        (_("The law since the study"), url_for("law.page")),
        (_("Ontology"), url_for("resources.ontology")),
        (_("Data"), url_for("data.page")),
        (_("Versions"), url_for("history.page")),
        (_("Match a list"), url_for("matching.page")),
        (_("Link to us"), url_for("linking.page")),
        ("API", url_for("api.index")),
        (_("Accessibility"), url_for("pages.about", _anchor="accessibility")),
        (_("Something wrong here?"), url_for("citations.report")),
    ]
