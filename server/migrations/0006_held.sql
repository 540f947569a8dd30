-- What each replica holds of the records, at the cookies it may come back with. A base is a packed set of record.row
-- (shared/sync/held_rows.h), one for all who hold the same; rows_other are those that are otherwise.
CREATE TABLE held_base (
  row INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  rows BLOB NOT NULL
) STRICT;

CREATE TABLE held (
  replica TEXT NOT NULL REFERENCES replica (id) ON DELETE CASCADE,
  view INTEGER NOT NULL,         -- the cookie names it
  permissions INTEGER NOT NULL,  -- user.permission_version by which all of it was given
  visibility TEXT NOT NULL,
  projection TEXT NOT NULL,
  is_part INTEGER NOT NULL,      -- of an answer in several parts
  review INTEGER NOT NULL,       -- the permission version of a review under way, 0 = none; up to where it came
  review_schema INTEGER NOT NULL,
  review_row INTEGER NOT NULL,
  cap INTEGER NOT NULL,          -- most records of others, 0 = all; the oldest change among them
  floor_sequence INTEGER NOT NULL,
  floor_row INTEGER NOT NULL,
  base INTEGER REFERENCES held_base (row),
  rows_other BLOB NOT NULL,
  PRIMARY KEY (replica, view)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_by_base ON held (base);

-- Most records of others that a device of this user holds; 0 = all.
ALTER TABLE user ADD COLUMN row_cap INTEGER NOT NULL DEFAULT 0;
