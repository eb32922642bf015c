"""The JSON schemas and examples of the Reconciliation Service API 0.2, and what the service gives.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from webapp.reconcile_queries import ReconcileError, read_batch, read_extension

STANDARDS = os.environ.get("WARMTEREGIE_STANDARDS", "")
FOLDER = Path(STANDARDS) / "reconciliation-api"
SWAGGER = "http://swagger.io/v2/schema.json"
SPECS = "https://reconciliation-api.github.io/specs/0.2/schemas/"
EXAMPLES = sorted((FOLDER / "examples").glob("*/*/*.json")) if STANDARDS else []
READ: dict[str, Callable[[str], object]] = {
    "reconciliation-query-batch": read_batch,
    "data-extension-query": read_extension,
}
ASKED = [
    ("manifest", "/reconcile"),
    ("manifest", "/reconcile?lang=en"),
    ("reconciliation-result-batch",
     '/reconcile?queries={"a":{"query":"bankje"},"b":{"query":"?"}}'),
    ("reconciliation-result-batch",
     '/reconcile?queries={"a":{"query":"bankjesplan","type":"Instrument","limit":1,'
     '"properties":[{"pid":"atLevel","v":{"id":"level/strategic"}}]}}'),
    ("suggest-entities-response", "/reconcile/suggest/entity?prefix=bank"),
    ("suggest-types-response", "/reconcile/suggest/type?prefix="),
    ("suggest-properties-response", "/reconcile/suggest/property?prefix="),
    ("data-extension-property-proposal", "/reconcile/properties?type=Instrument&limit=3"),
    ("data-extension-property-proposal", "/reconcile/properties"),
    ("data-extension-response",
     '/reconcile?extend={"ids":["instrument/bench-plan","x"],"properties":[{"id":"atLevel"},'
     '{"id":"skos:altLabel","settings":{"limit":"1","language":"all"}},{"id":"rdf:type"}]}'),
]  # fmt: skip


@pytest.fixture(autouse=True)
def standards() -> None:
    """Skip where the environment names no folder of standards."""
    if not STANDARDS:
        if os.environ.get("CI"):
            pytest.fail("WARMTEREGIE_STANDARDS is not set; .ci/run must set it.")
        pytest.skip("the standard's files are not ours to ship: set WARMTEREGIE_STANDARDS")


def validator(name: str) -> Draft7Validator:
    """Return what judges by a schema of the standard; its references lead to the others."""
    found = {path.name: read(path) for path in (FOLDER / "schemas").glob("*.json")}
    named = {SPECS + file: content for file, content in found.items()} | found
    named |= {str(content["$id"]): content for content in found.values() if "$id" in content}
    named |= {SWAGGER: found["openapi.json"]}
    resources = [(uri, Resource(content, specification=DRAFT7)) for uri, content in named.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft7Validator(found[f"{name}.json"], registry=registry)


def read(path: Path) -> Any:
    """Return what is in a file of JSON."""
    return json.loads(path.read_text("utf-8"))


def judged() -> list[Path]:
    """Return the examples that there is a schema for."""
    return [path for path in EXAMPLES if (FOLDER / "schemas" / f"{_kind(path)}.json").is_file()]


def _kind(path: Path) -> str:
    return path.parent.parent.name


@pytest.mark.parametrize("path", judged(), ids=lambda path: "/".join(path.parts[-3:]))
def test_schemas_judge_their_own_examples(path: Path) -> None:
    """What is valid passes and what is not does not, so the schemas are read rightly."""
    is_valid = path.parent.name == "valid"

    assert is_valid == validator(_kind(path)).is_valid(read(path))


def test_every_example_is_judged() -> None:
    """Those without a schema are parts of others or HTML."""
    assert {"data-extension-metadata", "flyout-response", "preview-metadata",
            "reconciliation-candidate", "security-scheme", "suggest-metadata"} == {
        _kind(path) for path in set(EXAMPLES) - set(judged())
    }  # fmt: skip
    assert 44 == len(judged())


@pytest.mark.parametrize(
    "path",
    [path for path in EXAMPLES if _kind(path) in READ],
    ids=lambda path: "/".join(path.parts[-3:]),
)
def test_requests_are_read_as_the_standard_has_them(path: Path) -> None:
    """Every valid request of the examples is taken, and every other one refused."""
    text = path.read_text("utf-8")
    if path.parent.name == "valid":
        assert READ[_kind(path)](text)
        return
    with pytest.raises(ReconcileError) as caught:
        READ[_kind(path)](text)

    assert 400 == caught.value.status


@pytest.mark.parametrize(("schema", "address"), ASKED)
def test_answers_are_as_the_standard_has_them(
    client: FlaskClient, schema: str, address: str
) -> None:
    """Each answer is valid by its schema, and says something."""
    path, _, query = address.partition("?")
    answer = client.get(path, query_string=query)

    assert 200 == answer.status_code
    assert [] == [error.message for error in validator(schema).iter_errors(answer.json)]
    assert any(answer.json.values())
