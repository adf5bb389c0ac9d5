"""Every screen of the page that a test walks through, as it stands in the address."""

SCREENS = ("operation", "board", "triage?show=all", "media/1", "where/1", "links/1")
