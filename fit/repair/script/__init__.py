"""What could really be said: one TOML file a kind of rupture. A clinic's own file may replace or add sentences."""
