"""The invented firm Wend & Harbour: people, jobs, candidates, journal; plain data relative to a ``now``."""
