-- What a rider adds to the drive, as it was planned: what the driver is told with the offer.
ALTER TABLE trips ADD COLUMN added_detour_seconds integer NOT NULL DEFAULT 0 CHECK (added_detour_seconds >= 0);
