"""Pages and notebook maps that carry everything they show."""
