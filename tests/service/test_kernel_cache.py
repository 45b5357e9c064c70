from __future__ import annotations

import os
from typing import TYPE_CHECKING

from refgraph.service.kernel_cache import forget_stale_kernels

if TYPE_CHECKING:
    from pathlib import Path


def _write(path: Path, at: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.utime(path, (at, at))
    return path


def test_kernels_compiled_before_any_source_was_written_are_forgotten(tmp_path: Path) -> None:
    _write(tmp_path / "caller.py", 100)
    _write(tmp_path / "called.py", 300)
    old = [_write(tmp_path / "__pycache__" / f"caller.run-1.py311.{end}", 200) for end in ("nbi", "1.nbc")]
    other = _write(tmp_path / "__pycache__" / "caller.cpython-311.pyc", 200)
    assert forget_stale_kernels(tmp_path) == 2
    assert not any(path.exists() for path in old)
    assert other.exists()


def test_kernels_compiled_after_all_sources_are_kept(tmp_path: Path) -> None:
    _write(tmp_path / "called.py", 300)
    new = _write(tmp_path / "__pycache__" / "called.run-1.py311.nbi", 301)
    assert forget_stale_kernels(tmp_path) == 0
    assert new.exists()


def test_where_nothing_was_compiled_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert forget_stale_kernels(tmp_path) == 0
