-- Which records name which id in a cell: references to records, and people. Rules and roll-ups that ask for the records that
-- refer to one look here.
CREATE TABLE reference (
  target TEXT NOT NULL,
  record INTEGER NOT NULL REFERENCES record (row) ON DELETE CASCADE,
  PRIMARY KEY (target, record)
) STRICT, WITHOUT ROWID;
INSERT INTO reference (target, record)
SELECT DISTINCT cell.atom, record.row FROM record JOIN json_tree(record.cells) AS cell
WHERE record.deleted = 0 AND cell.type = 'text' AND length(cell.atom) = 26
  AND cell.atom NOT GLOB '*[^0-9a-hjkmnp-tv-z]*';
CREATE INDEX reference_record ON reference (record);
