-- For lists of ended rides of one status, newest first: most are completed, the others are rare. Written once, when a ride ends.
CREATE INDEX rides_ended_by_status ON rides (status, create_time DESC, ride_id DESC) WHERE NOT open;
