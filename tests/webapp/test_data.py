"""All statements as a table to download, in the language of the page."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        ("/statements.csv", "text/csv", b"reading,claim,subject"),
        ("/statements.xlsx", "application/vnd.openxmlformats", b"PK"),
    ],
)
def test_statements_are_a_download(
    client: FlaskClient, path: str, kind: str, begins: bytes
) -> None:
    """The table comes as a file with a name, open to other sites, whole."""
    answer = client.get(path)

    assert 200 == answer.status_code
    assert answer.content_type.startswith(kind)
    assert answer.data.startswith(begins)
    assert path[1:] in answer.headers["Content-Disposition"]
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_labels_are_in_the_language_asked_for(client: FlaskClient) -> None:
    """The same rows, other labels."""
    dutch, english = (client.get(f"/statements.csv?lang={lang}").text for lang in ("nl", "en"))

    assert len(dutch.splitlines()) == len(english.splitlines()) > 1
    assert dutch != english
