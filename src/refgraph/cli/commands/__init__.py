"""The commands, one module for each kind of use."""

from refgraph.cli.commands.asking import circles, openers, path, score, search, status, targets
from refgraph.cli.commands.bringing import import_command
from refgraph.cli.commands.moving import backup, export, restore
from refgraph.cli.commands.running import demo, doctor, serve, warm

COMMANDS = (
    import_command, status, search, score, openers, targets, path, circles,
    export, backup, restore, demo, serve, doctor, warm,
)  # fmt: skip
