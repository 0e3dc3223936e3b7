-- What goes into many inboxes is written piece by piece, in the order of the readers' ids; how far it has come stands here, committed
-- with each piece.
CREATE TABLE broadcasts (
  broadcast_id uuid PRIMARY KEY,
  -- One is written after the other, in this order.
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
  title text NOT NULL,
  body text NOT NULL,
  -- Null: everybody, and once it is written.
  user_ids uuid[],
  create_time timestamptz NOT NULL,
  -- The last reader whose inbox has it; null before the first.
  written_up_to uuid,
  recipient_count bigint NOT NULL DEFAULT 0,
  -- When the last inbox had it.
  written_time timestamptz,
  -- The last reader whose devices have their jobs.
  sent_up_to uuid,
  sent_time timestamptz
);

CREATE INDEX broadcasts_to_write ON broadcasts (number) WHERE written_time IS NULL;
CREATE INDEX broadcasts_to_send ON broadcasts (number) WHERE written_time IS NOT NULL AND sent_time IS NULL;
