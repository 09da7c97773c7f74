-- Which node does a piece of background work. Rows are made once and updated in place: a holder
-- renews every few seconds. Expiry is by this database's clock, the only one that all nodes share.
CREATE TABLE platform.lease (
  name       text        PRIMARY KEY,
  fence      bigint      NOT NULL DEFAULT 0, -- grows with every holder and never goes back
  holder     text        NOT NULL DEFAULT '', -- who has or had it, for people to read
  expires_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);
