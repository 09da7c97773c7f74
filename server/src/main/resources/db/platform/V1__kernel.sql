CREATE SCHEMA IF NOT EXISTS platform;

-- Where the numbers of all logs come from: one row. The epoch is renewed when the database turns out
-- to be another one than it was (a restore, a promoted replica), so that nobody resumes by numbers
-- that mean something else now.
CREATE TABLE platform.log_origin (
  only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch             text    NOT NULL,
  system_identifier bigint,
  timeline          integer
);
INSERT INTO platform.log_origin (epoch) VALUES (gen_random_uuid()::text);

-- One row a log (topic@audience). Its lock, held until commit, makes order of numbers order of commits
-- and a rollback leave no gap. Rows are updated in place all the time: room for that on each page.
CREATE TABLE platform.log (
  key       text   PRIMARY KEY,
  epoch     text   NOT NULL,
  last_seq  bigint NOT NULL,
  first_seq bigint NOT NULL DEFAULT 1 CHECK (first_seq <= last_seq + 1)
) WITH (fillfactor = 70);
COMMENT ON COLUMN platform.log.first_seq IS 'The oldest event still kept; what is before it has expired.';

CREATE TABLE platform.event (
  key         text        NOT NULL,
  seq         bigint      NOT NULL,
  type        text        NOT NULL,
  entity_id   text        NOT NULL,
  user_id     uuid,
  occurred_at timestamptz NOT NULL,
  payload     json        NOT NULL, -- json, not jsonb: sent as it was written, number for number
  PRIMARY KEY (key, seq)
);
-- For the reaper alone; events arrive in about this order, so a few bytes a block range do.
CREATE INDEX event_occurred_at ON platform.event USING brin (occurred_at);

-- The answers of committed commands that came with an Idempotency-Key.
CREATE TABLE platform.idempotency (
  actor      text        NOT NULL,
  operation  text        NOT NULL,
  key        text        NOT NULL,
  body_hash  text        NOT NULL,
  answer     json        NOT NULL,
  command_id uuid        NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor, operation, key)
);
CREATE INDEX idempotency_created_at ON platform.idempotency USING brin (created_at);

-- Every command that ran. Ids are time-ordered, so the primary key is the order of time.
CREATE TABLE platform.audit (
  command_id  uuid        PRIMARY KEY,
  occurred_at timestamptz NOT NULL,
  actor       text        NOT NULL,
  command     text        NOT NULL,
  target      text        NOT NULL,
  outcome     text        NOT NULL, -- 'success', else the error code
  trace_id    text        NOT NULL
);
CREATE INDEX audit_actor ON platform.audit (actor, command_id);
