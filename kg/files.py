"""Where the shipped files are: in the wheel below `kg/_files`, in a checkout beside `kg`."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Files:
    """The folders that a build reads."""

    ontology: Path
    queries: Path
    entities: Path
    studies: Path

    @property
    def outside(self) -> Path:
        """The folder of outside knowledge, beside the studies."""
        return self.studies.parent / "outside"

    @property
    def linksets(self) -> Path:
        """The folder of links to other data, beside the studies."""
        return self.studies.parent / "linksets"

    @property
    def link_shapes(self) -> Path:
        """The file of shapes for those who link to us."""
        return self.ontology / "shapes" / "links.ttl"

    @property
    def releases(self) -> Path:
        """The folder of released versions, beside the studies."""
        return self.studies.parent / "releases"

    @property
    def alignments(self) -> Path:
        """The folder of what our terms are in other vocabularies, in that of the ontology."""
        return self.ontology / "alignments"

    @property
    def glossary(self) -> Path:
        """The file of plain explanations, beside the studies."""
        return self.studies.parent / "glossary.toml"


def shipped_files(package: Path = Path(__file__).parent) -> Files:
    """Return the folders shipped with *package*, wherever it is installed."""
    inside = package / "_files"
    root = inside if inside.is_dir() else package.parent
    return Files(root / "ontology", root / "queries", package / "entities", package / "studies")
