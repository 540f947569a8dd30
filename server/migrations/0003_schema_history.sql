-- Who published which schemas, how, and what became of the records.
ALTER TABLE schema_set ADD COLUMN publication TEXT NOT NULL DEFAULT '';  -- random id: tells two sets of one version apart
ALTER TABLE schema_set ADD COLUMN author TEXT NOT NULL DEFAULT '';       -- user.id; empty: the program itself
ALTER TABLE schema_set ADD COLUMN source TEXT NOT NULL DEFAULT 'setup';  -- setup, api, command
ALTER TABLE schema_set ADD COLUMN converted INTEGER NOT NULL DEFAULT 0;  -- values of retyped fields that are others now
ALTER TABLE schema_set ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0;    -- values that are in history only
