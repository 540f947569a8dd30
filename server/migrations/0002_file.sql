-- Attached files: cells name them by id (model/file_ref.h), their bytes are here, in parts of 1 MiB.
CREATE TABLE file (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  author TEXT NOT NULL,       -- user.id; only the author adds parts
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE file_part (
  row INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file (row) ON DELETE CASCADE,
  part INTEGER NOT NULL,      -- from 0
  bytes BLOB NOT NULL,
  UNIQUE (file, part)
) STRICT;
