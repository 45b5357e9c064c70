"""Real Neo4j servers for tests, and a network between them and a driver that fails when told."""
