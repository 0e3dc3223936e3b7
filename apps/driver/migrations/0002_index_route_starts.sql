-- What a day offered: routes by when they started. A start changes the indexed `status` already, so this costs it nothing
-- but the entry.
CREATE INDEX routes_by_start ON routes (start_time) INCLUDE (seats);
