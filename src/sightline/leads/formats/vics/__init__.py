"""VICS JSON (Project VIC's data model) 1.3 and 2.0: the field's list of media, read tolerantly and written strictly.

There is no public normative schema; names and types follow what the field's tools write (decision record 0053).
"""
