"""What commands load only when they need it, loaded: for the process whose copies run them (`killing`)."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from refgraph.cli.main import run
from tests.bundle_files import write_folder

with TemporaryDirectory() as _folder, redirect_stdout(StringIO()):
    _store = ["--store", f"sqlite:///{_folder}/store.db", "--json"]
    run(["import", str(write_folder(Path(_folder) / "bundle", people=[{"person_id": "ann"}])), *_store])
    run(["backup", f"{_folder}/backup", *_store])
    run(["restore", f"{_folder}/backup", "--replace", *_store])
    run(["verify", *_store])
    run(["status", *_store])
