CREATE SCHEMA IF NOT EXISTS broker;

-- Money is exact: numeric without a scale, since nothing is rounded on its way here. The checks are
-- the last line of what the domain guarantees.

-- One account a user, broker and environment. Its row is the lock of all that belongs to it:
-- whoever changes orders, positions or cash of an account locks this row first, several in order of id.
CREATE TABLE broker.account (
  id                 uuid        PRIMARY KEY,
  user_id            uuid        NOT NULL,
  broker             text        NOT NULL,
  environment        text        NOT NULL,
  currency           text        NOT NULL,
  starting_cash      numeric     NOT NULL,
  cash               numeric     NOT NULL CHECK (cash >= 0),
  reserved           numeric     NOT NULL CHECK (reserved >= 0 AND reserved <= cash),
  realised_pnl       numeric     NOT NULL,
  max_order_quantity numeric     NOT NULL CHECK (max_order_quantity > 0),
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  version            bigint      NOT NULL,
  UNIQUE (user_id, broker, environment)
);

CREATE TABLE broker.connection (
  id                uuid        PRIMARY KEY,
  user_id           uuid        NOT NULL,
  account_id        uuid        NOT NULL REFERENCES broker.account,
  broker            text        NOT NULL,
  environment       text        NOT NULL,
  method            text        NOT NULL,
  status            text        NOT NULL CHECK (status IN ('connected', 'disconnected')),
  last_connected_at timestamptz NOT NULL,
  disconnected_at   timestamptz,
  created_at        timestamptz NOT NULL,
  version           bigint      NOT NULL
);
CREATE UNIQUE INDEX connection_live ON broker.connection (account_id) WHERE status = 'connected';
CREATE INDEX connection_user ON broker.connection (user_id, created_at, id);

CREATE TABLE broker.orders (
  id              uuid        PRIMARY KEY,
  account_id      uuid        NOT NULL REFERENCES broker.account,
  user_id         uuid        NOT NULL,
  connection_id   uuid        NOT NULL REFERENCES broker.connection,
  client_order_id text,
  symbol          text        NOT NULL,
  side            text        NOT NULL CHECK (side IN ('buy', 'sell')),
  type            text        NOT NULL CHECK (type IN ('market', 'limit')),
  time_in_force   text        NOT NULL CHECK (time_in_force IN ('gtc', 'day', 'ioc', 'fok')),
  quantity        numeric     NOT NULL CHECK (quantity > 0),
  limit_price     numeric     CHECK (limit_price >= 0),
  reserve_price   numeric     NOT NULL CHECK (reserve_price >= 0),
  status          text        NOT NULL
    CHECK (status IN ('open', 'partially_filled', 'filled', 'cancelled', 'rejected')),
  reason          text,
  filled          numeric     NOT NULL CHECK (filled >= 0 AND filled <= quantity),
  filled_amount   numeric     NOT NULL,
  tape_loop       bigint      NOT NULL,
  tape_line       integer     NOT NULL,
  expires_at      timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  version         bigint      NOT NULL,
  CHECK ((type = 'limit') = (limit_price IS NOT NULL))
);
COMMENT ON COLUMN broker.orders.tape_loop IS 'Where the tape stood when it was placed; later records fill it.';
CREATE INDEX orders_user ON broker.orders (user_id, created_at, id);
CREATE UNIQUE INDEX orders_client_id ON broker.orders (account_id, client_order_id)
  WHERE client_order_id IS NOT NULL;
-- Few orders are active at a time: the matcher and cancellations find them here.
CREATE INDEX orders_active ON broker.orders (symbol, account_id)
  WHERE status IN ('open', 'partially_filled');

CREATE TABLE broker.execution (
  id           uuid        PRIMARY KEY,
  account_id   uuid        NOT NULL REFERENCES broker.account,
  user_id      uuid        NOT NULL,
  order_id     uuid        NOT NULL REFERENCES broker.orders,
  symbol       text        NOT NULL,
  side         text        NOT NULL,
  quantity     numeric     NOT NULL CHECK (quantity > 0),
  price        numeric     NOT NULL CHECK (price > 0),
  realised_pnl numeric     NOT NULL,
  source       text        NOT NULL,
  tape_loop    bigint      NOT NULL,
  tape_line    integer     NOT NULL,
  source_time  timestamptz NOT NULL,
  executed_at  timestamptz NOT NULL,
  UNIQUE (order_id, tape_loop, tape_line) -- one record fills an order once
);
CREATE INDEX execution_user ON broker.execution (user_id, executed_at, id);
CREATE INDEX execution_tape ON broker.execution (symbol, tape_loop, tape_line);

CREATE TABLE broker.position (
  account_id   uuid        NOT NULL REFERENCES broker.account,
  symbol       text        NOT NULL,
  quantity     numeric     NOT NULL CHECK (quantity >= 0),
  reserved     numeric     NOT NULL CHECK (reserved >= 0 AND reserved <= quantity),
  cost         numeric     NOT NULL CHECK (cost >= 0),
  realised_pnl numeric     NOT NULL,
  opened_at    timestamptz,
  updated_at   timestamptz,
  version      bigint      NOT NULL,
  PRIMARY KEY (account_id, symbol)
);

-- How far the tape of each symbol has been used to fill orders, in the transactions that did so. The
-- fence is that of the matcher's lease: one that was overtaken finds a larger number and stops.
CREATE TABLE broker.tape (
  symbol text    PRIMARY KEY,
  loop   bigint  NOT NULL,
  line   integer NOT NULL,
  fence  bigint  NOT NULL
);
