"""Peers, each run in an interpreter of its own by `serving.py`: they import the peer, numpy and nothing of ours.

A module has `prepared(folder)`: it loads a graph's arrays and gives what runs one repetition and counts its units.
`serving.py` prints `{"missing": …}` and ends where the peer is not installed; else `{"ready": true}`, and for every
line it is given `{"wall_s", "cpu_s", "units"}`.
"""
