-- The newest answer of matching for a driver at a station: {time, tripCount, leftBehind: [{reason, rideCount}]}.
ALTER TABLE watch_stops ADD COLUMN last_match jsonb;
