"""Git blame, diff and precedent search for the language of United Nations resolutions."""
