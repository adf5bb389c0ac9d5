"""A draft of the press release that such an operation ends with, in the operation's languages, from its figures alone."""
