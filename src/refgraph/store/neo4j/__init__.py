"""The store on a Neo4j server: a graph that reads well in Neo4j's own Browser, kept by the same promises.

`store` has the port's methods, each a line that asks another module:

- The model: `layout` (labels, types, properties, and the expressions for a row), `schema` (constraints, indexes, an empty
  store), `cells` and `values` (rows as what is written).
- The server: `place` (its address), `connection` (statements and transactions) and `gate`; below them `waiting`,
  `answering`, `probing`, `ending` and `outage` see to it that every wait ends; `faults` (the one door of its errors),
  `inspection` (`doctor`).
- Writing a batch: `writing`, and by its steps `deleting`, `upserting`, `sending`, `referring`, `ledger`, `fits`,
  `holding`, `history`, with `statements` for the rows and `work` for what the steps share.
- Reading: `reading` and `outset` (what is small), `steady` (much, at one version), `changes`, `ego`, `search`, `traces`,
  `counted` (what a store says of itself).
- Reading all: `whole` and `sidecars`, by `columns` (`scans`, `scanning`, `joining`); looking for damage: `soundness` (`sums`,
  `straying`).
- Going elsewhere: `parts` and `backup`; coming: `loading` and `arriving`.

Three rules hold everywhere. Query text is made while a module is loaded, from literals and `layout`; every value is a
parameter. Whoever writes locks the store with its first statement (`writing.LOCKED`) and the gate with its last
(`gate.GATE`). Whoever must see one version asks behind the gate (`settled`, `settled_ask`), or as `steady` says.
"""
