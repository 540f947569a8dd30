-- Which team somebody belongs to: the id of a record of the schema department; what is shared with a team is seen by these.
ALTER TABLE user ADD COLUMN department TEXT NOT NULL DEFAULT '';
