"""What Viewpulse is compared with: raw drivers, stock Strawberry, the naive design."""
