-- What was done together and can be taken back together: every import, merge, bulk edit, and what took one of them back.
CREATE TABLE batch (
  id TEXT PRIMARY KEY,      -- provenance.batch
  kind TEXT NOT NULL,       -- as provenance.kind
  source TEXT NOT NULL,
  author TEXT NOT NULL,     -- only his changes count as the batch's
  schema INTEGER NOT NULL,  -- 0: records of several
  at_ms INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  restored INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,        -- rows of a file that the server read, and what was not taken of them
  duplicates INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  first_epoch INTEGER NOT NULL,     -- versions of its first and last change; 0: it made none
  first_sequence INTEGER NOT NULL,
  last_epoch INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  reverts TEXT NOT NULL DEFAULT ''  -- batch.id of what it took back
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_reverts ON batch (reverts) WHERE reverts <> '';
CREATE INDEX batch_at ON batch (at_ms);
CREATE INDEX provenance_batch ON provenance (batch) WHERE batch <> '';

-- Those that are in the history already.
INSERT INTO batch (id, kind, source, author, schema, at_ms, created, changed, deleted, restored, first_epoch, first_sequence,
                   last_epoch, last_sequence)
SELECT id, provenance.kind, provenance.source, start.author, one.schema, start.server_ms, created, changed, deleted, restored,
       start.epoch, start.sequence, final.epoch, final.sequence
FROM (SELECT provenance.batch AS id, min(history.row) AS first_row, max(history.row) AS last_row,
             CASE WHEN min(record.schema) = max(record.schema) THEN min(record.schema) ELSE 0 END AS schema,
             sum(history.kind = 'insert') AS created, sum(history.kind IN ('set', 'resolve')) AS changed,
             sum(history.kind = 'delete') AS deleted, sum(history.kind = 'restore') AS restored
      FROM provenance
      JOIN history ON history.provenance = provenance.row
      JOIN record ON record.row = history.record
      WHERE provenance.batch <> ''
      GROUP BY provenance.batch) AS one
JOIN history AS start ON start.row = one.first_row
JOIN history AS final ON final.row = one.last_row
JOIN provenance ON provenance.row = start.provenance;
INSERT INTO batch (id, kind, source, author, schema, at_ms, created, changed, deleted, restored, read, duplicates, rejected,
                   first_epoch, first_sequence, last_epoch, last_sequence)
SELECT id, 'import', source, author, schema, at_ms, 0, 0, 0, 0, read, duplicates, rejected, 0, 0, 0, 0
FROM import_batch WHERE true
ON CONFLICT (id) DO UPDATE SET read = excluded.read, duplicates = excluded.duplicates, rejected = excluded.rejected;
DROP TABLE import_batch;
