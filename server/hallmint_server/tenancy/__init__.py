"""Who may do what: brands, members, credentials, sessions."""
