"""Tables that people fill in (CSV, XLSX, YAML), read strictly into the contents of records, and written again."""
