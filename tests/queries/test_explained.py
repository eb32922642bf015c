"""What pages say of instruments is what the questions of the library say."""

from kg.engine import Engine
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_library
from kg.namespaces import WRID

QUERIES = shipped_files().queries
STUDY = WRID["study/warmtenetten-regie-2022"]
LEVELS = "SELECT ?x { ?s rdf:predicate wr:atLevel ; rdf:subject ?x . ?x a wr:Instrument }"


def test_pages_and_question_agree_on_what_is_explained_nowhere(engine: Engine) -> None:
    """Instruments with a level that no claim explains are those of the question."""
    pages = load_library(QUERIES / "pages", required_params=())
    question = load_library(QUERIES / "questions")["named-nowhere-explained"]
    explained = engine.select(bind(pages["explained"].body, {"study": STUDY})).column("instrument")
    placed = engine.select(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        f"PREFIX wr: <https://w3id.org/warmteregie/def/>\n{LEVELS}"
    ).column("x")
    asked = engine.select(bind(question.sparql, bindings_for(question, {})))

    assert set(asked.column("instrument")) == set(placed) - set(explained)
    assert asked.rows
