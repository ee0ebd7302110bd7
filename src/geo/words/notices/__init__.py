"""What readers are told of the atlas itself, and of what it does not show."""
