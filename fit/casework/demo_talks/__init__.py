"""What is said in the sessions of the demo clinic: one file a session, all of it made up, nobody in it is real."""
