-- Password resets by mail, which are the queue of the mails too. A row has no address and no token: the mail's token is
-- made when it is sent, and its SHA-256 kept. user_id is nobody's where the address asked for has no account: such a
-- request costs the same.

CREATE TABLE auth.password_reset (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL,
    requested_at timestamptz NOT NULL,
    -- When to send it next; null when that is over.
    due_at       timestamptz,
    attempts     int         NOT NULL DEFAULT 0,
    sent_at      timestamptz,
    -- Of the last mail: its address and its token, good until expires_at.
    email_key    text,
    token_hash   text        UNIQUE,
    expires_at   timestamptz
);
CREATE INDEX password_reset_due ON auth.password_reset (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX password_reset_user ON auth.password_reset (user_id, requested_at);
CREATE INDEX password_reset_age ON auth.password_reset (requested_at);

-- A reset happens to an account and to no session.
ALTER TABLE auth.security_event ALTER COLUMN session_id DROP NOT NULL;
