-- A route whose driver was suspended with riders aboard: open for these, and for nobody else.
ALTER TABLE route_loads ADD COLUMN takes_riders boolean NOT NULL DEFAULT true;
