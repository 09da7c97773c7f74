-- Tickets that open one socket each. What the ticket's holder may do is what its credential allowed when the ticket was made.

CREATE TABLE auth.ws_ticket (
    secret_hash text        PRIMARY KEY,
    ends_at     timestamptz NOT NULL,
    user_id     uuid        NOT NULL,
    username    text        NOT NULL,
    role        text        NOT NULL,
    scopes      text        NOT NULL,
    credential  text        NOT NULL,
    session_id  uuid        NOT NULL,
    fp          text,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX ws_ticket_end ON auth.ws_ticket (ends_at);
