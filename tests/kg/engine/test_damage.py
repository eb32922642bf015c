"""Builds that were damaged: found when opened or when read, never answered from wrongly."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.engine import DUMP, STORE, EmbeddedEngine, QueryPool
from kg.errors import BuildDamaged, WarmteregieError
from kg.seal import SEAL, seal
from kg.settings import Settings
from tests.kg.engine.conftest import MakeBuild

QUADS = "".join(
    f'<http://e/{number}> <http://e/p> "{number}" <http://e/g{number % 3}> .\n'
    for number in range(2000)
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# The count comes last: over a rotten block it would go on for ever.
QUERIES = (
    "SELECT ?s ?o { ?s ?p ?o }",
    "SELECT ?s { GRAPH <http://e/g1> { ?s ?p ?o } }",
    'SELECT ?s { ?s ?p "7" }',
    COUNT,
)
ON_DISK, IN_MEMORY = 1, 1_000_000


@pytest.fixture
def sealed(make_build: MakeBuild) -> Path:
    """Return a sealed build, the current one."""
    build = make_build("sealed", QUADS)
    seal(build)
    return build


def answers(builds: Path, memory_triples: int) -> list[object]:
    """Return what an engine that was just opened answers to all queries."""
    engine = EmbeddedEngine(builds, memory_triples)
    return [sorted(map(str, engine.select(sparql).rows)) for sparql in QUERIES]


def flip(path: Path, place: float) -> None:
    """Turn one bit of a file over, at *place* of it from 0 to 1."""
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 4
    path.write_bytes(content)


def cut(path: Path, place: float) -> None:
    """Cut a file off at *place* of it from 0 to 1."""
    content = path.read_bytes()
    path.write_bytes(content[: int(place * len(content))])


def remove(path: Path, place: float) -> None:
    """Remove a file."""
    path.unlink()


@pytest.mark.parametrize("happened", [flip, cut, remove])
@pytest.mark.parametrize("memory_triples", [ON_DISK, IN_MEMORY], ids=["on disk", "in memory"])
def test_engine_never_answers_wrongly(
    builds: Path, sealed: Path, memory_triples: int, happened: Callable[[Path, float], None]
) -> None:
    """Whatever file is damaged: the answers are right, or none is given and it is said why."""
    right = answers(builds, memory_triples)
    spare = builds.parent / "spare"
    shutil.copytree(sealed, spare)
    told: list[str] = []
    for name in json.loads((spare / SEAL).read_text()):
        if (spare / name).stat().st_size:
            happened(sealed / name, 0.4)
            try:
                assert right == answers(builds, memory_triples), name
            except BuildDamaged as error:
                told.append(error.hint)
            shutil.copy(spare / name, sealed / name)
    assert len(told) >= (1 if memory_triples == IN_MEMORY else 6)
    assert all("warmteregie build" in hint for hint in told)
    assert right == answers(builds, memory_triples)


@pytest.fixture
def rotten(builds: Path, sealed: Path) -> Path:
    """Return the build with what is in its store rotten, and no seal to find it by."""
    (sealed / SEAL).unlink()
    large = [path for path in sealed.glob("store/data/*.sst") if path.stat().st_size > 10_000]
    for path in large:
        flip(path, 0.3)
    assert large
    return sealed


def test_damage_that_shows_while_rows_are_read_is_told(builds: Path, rotten: Path) -> None:
    """Without a seal the store itself finds it, when it comes to what has rotten."""
    with pytest.raises(BuildDamaged, match="The store of the build is damaged: Corruption"):
        EmbeddedEngine(builds, ON_DISK).select(QUERIES[0])
    with pytest.raises(BuildDamaged, match="The store of the build is damaged: Corruption"):
        EmbeddedEngine(builds, ON_DISK).construct("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.fixture
def pool(builds: Path) -> Iterator[QueryPool]:
    """Return a pool over builds on disk."""
    with QueryPool(Settings(builds, builds), memory_triples=ON_DISK) as pool:
        yield pool


def test_worker_tells_what_it_cannot_read(pool: QueryPool, rotten: Path) -> None:
    """A visitor's query over a damaged store is told as that, not as a fault of the query."""
    with pytest.raises(BuildDamaged, match="The store of the build is damaged: Corruption"):
        pool.run(QUERIES[0], "csv")


@pytest.mark.parametrize("part", ["MANIFEST-*", "OPTIONS-*"])
def test_worker_looks_at_the_small_files_first(pool: QueryPool, sealed: Path, part: str) -> None:
    """A list of files that was cut short leaves the store empty: the seal finds that."""
    [path] = sealed.glob(f"store/data/{part}")
    cut(path, 0.5)

    with pytest.raises(BuildDamaged, match=path.name):
        pool.run(COUNT, "csv")


@pytest.mark.parametrize("content", ["", "x", "-", "1e6"])
def test_count_that_is_no_number_is_damage(builds: Path, sealed: Path, content: str) -> None:
    """How large a store is decides how it is read; nonsense is not guessed at."""
    (sealed / STORE / "quads").write_text(content)

    with pytest.raises(BuildDamaged):
        answers(builds, IN_MEMORY)


@pytest.mark.parametrize("memory_triples", [ON_DISK, IN_MEMORY], ids=["on disk", "in memory"])
def test_build_without_its_store_is_read_from_the_dump_or_not_at_all(
    builds: Path, sealed: Path, memory_triples: int
) -> None:
    """When the whole folder of the store is missing, the dump still holds every triple."""
    right = answers(builds, memory_triples)
    shutil.rmtree(sealed / STORE)
    try:
        assert right == answers(builds, memory_triples)
    except BuildDamaged:
        assert memory_triples == ON_DISK


def test_empty_dump_is_damage(builds: Path, sealed: Path) -> None:
    """A file of no bytes, as a power cut leaves it, is no graph without triples."""
    (sealed / DUMP).write_bytes(b"")

    with pytest.raises(BuildDamaged, match=DUMP):
        answers(builds, IN_MEMORY)


def test_link_to_nowhere_is_damage(builds: Path, sealed: Path) -> None:
    """The build that the link leads to was removed by hand."""
    shutil.rmtree(sealed)

    with pytest.raises(BuildDamaged, match="warmteregie build"):
        answers(builds, IN_MEMORY)


def test_new_build_ends_the_trouble(
    builds: Path, sealed: Path, make_build: MakeBuild, pool: QueryPool
) -> None:
    """Who answers from a damaged build answers again from the next one, without a restart."""
    engine = EmbeddedEngine(builds, IN_MEMORY)
    cut(sealed / DUMP, 0.5)
    cut(next(sealed.glob("store/data/MANIFEST-*")), 0.5)
    with pytest.raises(WarmteregieError):
        engine.select(COUNT)
    with pytest.raises(WarmteregieError):
        pool.run(COUNT, "csv")
    seal(make_build("next", QUADS))

    assert "2000" == str(engine.select(COUNT).rows[0][0])
    assert b"n\r\n2000\r\n" == pool.run(COUNT, "csv").read()
