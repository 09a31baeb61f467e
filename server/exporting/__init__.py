"""Export of all that is held about one viewer: `viewpulse privacy export`."""
