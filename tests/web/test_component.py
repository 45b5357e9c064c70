from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from streamlit.components.v2.component_manager import BidiComponentManager

import refgraph.web
from refgraph.web.component import library

_CHECKOUT = Path(__file__).resolve().parents[2]
_ASSETS = Path(refgraph.web.__file__).parent / "assets"


def test_streamlit_finds_the_components_of_the_installed_package() -> None:
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    for name in ("refgraph.network", "refgraph.focus"):
        root = manager.get_component_asset_root(name)
        assert root is not None
        assert root.resolve() == _ASSETS.resolve()


def test_a_wheel_carries_manifest_assets_and_pages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=_CHECKOUT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = ["pyproject.toml", "web/main.py", *(f"web/assets/{name}" for name in _files(_ASSETS))]
    wanted += [f"web/screens/{name}" for name in _files(_ASSETS.parent / "screens")]
    assert {f"refgraph/{name}" for name in wanted} - names == set()
    assert not [name for name in names if "vis-network" in name]


def test_the_library_is_that_of_the_installed_pyvis_and_asks_nobody_else() -> None:
    script = library()
    assert "@version 9.1.2" in script[:400]
    assert "innerHTML" not in script
    assert "import(" not in script


def _files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file()]
