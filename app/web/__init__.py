"""Pages for people: the same answers as the API's, at the same editions, in English and Korean."""
