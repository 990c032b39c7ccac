"""Who may do what: people, their sign-in, roles, and the desk at which signed-in people work."""
