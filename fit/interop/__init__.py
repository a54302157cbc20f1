"""Tables and messages from other programs: read here, and nowhere else."""
