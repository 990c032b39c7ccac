"""The oracle: holds the API's answers to the research, and shares no code with the application."""
