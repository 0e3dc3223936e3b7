-- How imports go, for those who watch from elsewhere. Times are the wall's: a demo's clock does not import faster.
CREATE TABLE imports (
  import_id text PRIMARY KEY,
  phase text NOT NULL DEFAULT 'receiving',
  bytes_done bigint NOT NULL DEFAULT 0,
  bytes_total bigint NOT NULL DEFAULT 0,
  rows_done bigint NOT NULL DEFAULT 0,
  start_time timestamptz NOT NULL DEFAULT now(),
  -- The process at work was alive then. Old and without an end: it is no more.
  alive_time timestamptz NOT NULL DEFAULT now(),
  end_time timestamptz,
  feed_id text,
  changed boolean,
  failure jsonb,
  CONSTRAINT imports_end_once CHECK ((end_time IS NULL) = (feed_id IS NULL AND failure IS NULL)),
  CONSTRAINT imports_end_one_way CHECK (feed_id IS NULL OR failure IS NULL)
);
