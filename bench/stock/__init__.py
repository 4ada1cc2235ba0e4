"""The peer: a case as a viewflow 2.4 tutorial would build it, with the engine's own row lock."""
