"""Words and names in, what they are known to be out: language packs, outlets, people, places, platforms."""
