"""A made-up network of any size, of the demo network's shape, as an import folder."""
