-- What callers have used of the gateway's limits. UNLOGGED: a count is good for a minute, writing it must cost next to nothing,
-- and after a crash everybody begins at nought. The columns are rate-limiter-flexible's.
CREATE UNLOGGED TABLE rate_limits (
  key text PRIMARY KEY,
  points int NOT NULL DEFAULT 0,
  expire bigint
);
CREATE INDEX rate_limits_expire ON rate_limits (expire);
