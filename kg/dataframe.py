"""An answer as a pandas DataFrame. pandas is optional: the extra `notebook` brings it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rdflib import XSD, Literal

from kg.answers import Answer
from kg.errors import WrongUse
from kg.tokens import Term

if TYPE_CHECKING:
    from pandas import DataFrame

Value = str | int | float | bool | date | None
INSTALL = "pip install 'warmteregie[notebook]'"


def to_dataframe(answer: Answer) -> "DataFrame":
    """Return a column a variable and a row a row, both in the order of the answer.

    Raises:
        WrongUse: pandas is not installed.
    """
    try:
        from pandas import DataFrame
    except ImportError:
        hint = f"Install it with: {INSTALL}"
        raise WrongUse("pandas, which makes data frames, is not installed.", hint) from None
    rows = [[to_value(term) for term in row] for row in answer.rows]
    return DataFrame(rows, columns=list(answer.variables))


def to_value(term: Term | None) -> Value:
    """Return a term as what Python calculates with; None where nothing is bound.

    Things are their whole IRI, and a literal that is not what its type says is its text.
    """
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    if term.datatype == XSD.gYear:
        return int(term)
    value = term.toPython()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (int, float, bool, date)) else str(term)
