"""The field's own file formats, read and written: VICS, CASE/UCO, ICSE hash lists."""
