CREATE SCHEMA IF NOT EXISTS datafeed;

-- Where each recording lies on the server's clock. Everything else about market data is arithmetic on
-- this, the recording and the time, so all nodes answer the same, before and after a restart.
CREATE TABLE datafeed.tape (
  symbol text        PRIMARY KEY,
  anchor timestamptz NOT NULL,
  speed  integer     NOT NULL CHECK (speed > 0)
);
COMMENT ON COLUMN datafeed.tape.anchor IS 'When round 0 of the recording begins.';
COMMENT ON COLUMN datafeed.tape.speed IS 'Recorded seconds played in one second.';

-- How far the one worker that plays has come; every node tells its sockets up to here. One row, updated
-- in place several times a second: room for that on its page.
CREATE TABLE datafeed.playhead (
  only_row     boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  played_until timestamptz NOT NULL
) WITH (fillfactor = 10);
