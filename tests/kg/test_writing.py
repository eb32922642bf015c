"""Files written whole or not at all."""

import errno
import os
import sys
from pathlib import Path

import pytest

from kg.errors import WrongUse
from kg.writing import remedy, write_whole


def test_file_is_written_over(tmp_path: Path) -> None:
    """The new content stands there, with the rights of the former, and nothing beside it."""
    path = tmp_path / "answer.csv"
    path.write_bytes(b"former")
    path.chmod(0o640)

    write_whole(path, b"new")

    assert b"new" == path.read_bytes()
    assert 0o640 == path.stat().st_mode & 0o777
    assert [path] == list(tmp_path.iterdir())


def test_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    """It can be read by whoever may read a file that was made there in another way."""
    (tmp_path / "usual").write_bytes(b"")
    write_whole(tmp_path / "new", b"")

    assert (tmp_path / "usual").stat().st_mode == (tmp_path / "new").stat().st_mode


def test_link_stays_a_link(tmp_path: Path) -> None:
    """What a link leads to is written, the link itself is left."""
    (tmp_path / "link").symlink_to("there")
    write_whole(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert b"new" == (tmp_path / "there").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are POSIX")
def test_pipe_takes_it_as_it_comes(tmp_path: Path) -> None:
    """A pipe, as a device, is written to and not replaced."""
    os.mkfifo(pipe := tmp_path / "pipe")
    reading = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    write_whole(pipe, b"new")

    assert pipe.is_fifo()
    assert b"new" == os.read(reading, 10)
    os.close(reading)


@pytest.mark.parametrize("name", ["gone/answer.csv", ".", "file/answer.csv"])
def test_place_that_is_none_is_wrong_use(tmp_path: Path, name: str) -> None:
    """A folder that is not there was named wrongly."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(WrongUse, match="could not be written"):
        write_whole(tmp_path / name, b"x")


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (OSError(errno.ENOSPC, "full"), "make room"),
        (RuntimeError("IO error: No space left on device: /x/1.sst"), "make room"),
        (OSError(errno.EROFS, "x"), "can only be read"),
        (PermissionError(errno.EACCES, "x"), "rights"),
        (OSError(errno.EIO, "x"), "Look at the place"),
    ],
)
def test_remedy_fits_the_reason(error: Exception, advice: str) -> None:
    """Space, rights and a disk that is read-only ask for different things, also of the store."""
    assert advice in remedy(error)


def test_what_is_no_matter_of_writing_has_no_remedy() -> None:
    """Nobody is sent to look at a disk that is fine."""
    assert "" == remedy(ValueError("no N-Quads"))
