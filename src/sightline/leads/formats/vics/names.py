"""Which field of VICS JSON is which field here: one table for reading and writing."""

from __future__ import annotations

# (name in JSON, field here, kind). Kinds: text, whole, flag, list (comma-separated text). `2.0` names a version floor.
MEDIA = (
    ("MediaID", "media_id", "whole"),
    ("Category", "category", "whole"),
    ("MD5", "md5", "text"),
    ("SHA1", "sha1", "text"),
    ("PhotoDNA", "photodna", "text"),
    ("MediaSize", "size", "whole"),
    ("MimeType", "mime", "text"),
    ("RelativeFilePath", "path", "text"),
    ("DateUpdated", "updated", "text"),
    ("Series", "series", "list"),
    ("Tags", "tags", "list"),
    ("Comments", "comments", "text"),
    ("VictimIdentified", "victim_identified", "flag"),
    ("OffenderIdentified", "offender_identified", "flag"),
    ("IsDistributed", "distributed", "flag"),
    ("IsSuspected", "suspected", "flag"),
    ("SelfGenerated", "self_generated", "flag"),
    ("IsPrecategorized", "precategorized", "flag"),
    ("PrecategorizationSource", "precategorization_source", "text"),
)
FILE = (
    ("FileName", "name", "text"),
    ("FilePath", "path", "text"),
    ("Created", "created", "text"),
    ("Written", "written", "text"),
    ("Accessed", "accessed", "text"),
    ("Unallocated", "unallocated", "flag"),
    ("Deleted", "deleted", "flag"),
    ("PhysicalLocation", "location", "text"),
    ("SourceID", "source", "text"),
)
CASE = (
    ("CaseID", "case_id", "text"),
    ("CaseNumber", "number", "text"),
    ("ContactOrganization", "organization", "text"),
    ("ContactName", "contact_name", "text"),
    ("ContactPhone", "contact_phone", "text"),
    ("ContactEmail", "contact_email", "text"),
    ("ContactTitle", "contact_title", "text"),
    ("SeizureDate", "seizure_date", "text"),
    ("SourceApplicationName", "application", "text"),
    ("SourceApplicationVersion", "application_version", "text"),
    ("TotalMediaFiles", "total_files", "whole"),
    ("TotalPrecategorized", "total_precategorized", "whole"),
)
CHILDREN = ("MediaFiles", "AlternativeHashes", "Exifs", "MediaMetadata", "Segments", "Repositories")
