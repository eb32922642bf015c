"""The wheel: all that a build or the site reads, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
SHIPPED = ("kg", "webapp", "ontology", "queries")
ONLY_FOR_AUTHORS = (".md", ".po")
READ = """
import os, sys

root, home = sys.argv[1:]

def tell(event, arguments):
    path = arguments[0] if event == "open" else None
    if isinstance(path, str) and path.startswith(root) and not path.startswith(sys.prefix):
        print(os.path.relpath(path, root))

sys.addaudithook(tell)

from pathlib import Path
from kg.fidelity.wordlists import word_lists
from kg.files import shipped_files
from kg.library import load_library
from kg.settings import Settings
from kg.sources import gather
from webapp.app import create_app

files = shipped_files()
gather(files)
word_lists()
for shelf in files.queries.iterdir():
    load_library(shelf, required_params=(), parse=False)
visitor = create_app(Settings(Path(home), Path(home)), files).test_client()
for address in ("/about", "/about?lang=en", "/nergens", "/static/warmteregie.css"):
    visitor.get(address)
"""


def as_installed(name: str) -> str:
    """Return where a file of the checkout lies once it is installed."""
    return name if name.split("/")[0] in ("kg", "webapp") else f"kg/_files/{name}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names of the files in the wheel, those that describe it left out."""
    folder = tmp_path_factory.mktemp("wheel")
    [path] = WheelBuilder(str(ROOT)).build(directory=str(folder))
    names = zipfile.ZipFile(path).namelist()
    return {name for name in names if ".dist-info/" not in name}


def test_wheel_holds_what_is_under_version_control_and_nothing_else(wheel: set[str]) -> None:
    """No test, no build, no stray file; and nothing forgotten."""
    if not (ROOT / ".git").exists():
        pytest.skip("what belongs here is told by git, and this is no clone")
    listed = ["git", "ls-files", *SHIPPED]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    wanted = {
        as_installed(name) for name in names.splitlines() if not name.endswith(ONLY_FOR_AUTHORS)
    }

    assert wanted == wheel


@pytest.mark.long
def test_wheel_holds_every_file_that_is_read(wheel: set[str], tmp_path: Path) -> None:
    """What a checkout opens to gather its sources and to show its pages is in the wheel."""
    traced = [sys.executable, "-c", READ, str(ROOT), str(tmp_path)]
    told = subprocess.run(traced, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    read = {as_installed(name) for name in told.splitlines() if not name.endswith((".py", ".pyc"))}
    kinds = {name.rpartition(".")[2] for name in read}

    assert {"ttl", "toml", "tsv", "rq", "html", "css", "mo"} <= kinds
    assert set() == read - wheel
