"""Run one case: `python -m refgraph.bench CASE GRAPH FOLDER PEOPLE NUMBER DAY`; `refgraph bench` starts these."""

import sys

from refgraph.bench.worker import main

main(sys.argv[1:])
