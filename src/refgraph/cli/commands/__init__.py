"""The commands, one module for each kind of use."""

from refgraph.cli.commands.asking import circles, openers, path, score, search, status, targets
from refgraph.cli.commands.bringing import import_command
from refgraph.cli.commands.following import followup
from refgraph.cli.commands.keeping import verify
from refgraph.cli.commands.measuring import bench, generate
from refgraph.cli.commands.merging import duplicates, merge, undo
from refgraph.cli.commands.moving import backup, copy, export, restore
from refgraph.cli.commands.origins import imports, source
from refgraph.cli.commands.planning import plan
from refgraph.cli.commands.proving import backtest, chances, fit
from refgraph.cli.commands.repairing import held, presets
from refgraph.cli.commands.running import demo, doctor, serve, warm
from refgraph.cli.commands.supposing import sensitivity, whatif

COMMANDS = (
    import_command, status, search, score, openers, targets, path, circles, followup, plan, whatif,
    sensitivity, backtest, fit, chances,
    held, presets, imports, source, duplicates, merge, undo,
    export, copy, backup, restore, verify, demo, serve, doctor, warm,
    generate, bench,
)  # fmt: skip
