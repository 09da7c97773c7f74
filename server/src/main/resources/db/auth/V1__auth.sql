-- Credentials, sessions, invitations, keys. Secrets of 256 random bits are kept as SHA-256, passwords as Argon2id.
-- Accounts are users.account; there is no foreign key across schemas, each module's database part stands alone.

CREATE TABLE auth.credential (
    user_id       uuid        PRIMARY KEY,
    password_hash text        NOT NULL,
    must_change   boolean     NOT NULL,
    version       bigint      NOT NULL,
    changed_at    timestamptz NOT NULL
);

CREATE TABLE auth.invitation (
    id          uuid        PRIMARY KEY,
    secret_hash text        NOT NULL UNIQUE,
    role        text        NOT NULL,
    email       text,
    created_by  uuid        NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    used_by     uuid
);

CREATE TABLE auth.session (
    id             uuid        PRIMARY KEY,
    user_id        uuid        NOT NULL,
    fp             text,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    revoked_at     timestamptz,
    revoked_reason text,
    CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);
CREATE INDEX session_live ON auth.session (user_id) WHERE revoked_at IS NULL;
-- What every node polls: the sessions revoked lately.
CREATE INDEX session_revoked ON auth.session (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX session_expiry ON auth.session (expires_at);

CREATE TABLE auth.refresh_token (
    id           uuid        PRIMARY KEY,
    session_id   uuid        NOT NULL REFERENCES auth.session (id) ON DELETE CASCADE,
    token_hash   text        NOT NULL UNIQUE,
    issued_at    timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    rotated_at   timestamptz,
    successor_id uuid,
    died_at      timestamptz
);
CREATE INDEX refresh_token_session ON auth.refresh_token (session_id);
CREATE INDEX refresh_token_expiry ON auth.refresh_token (expires_at);

-- private_key is sealed with a key that is not in the database (AES-256-GCM, the kid as associated data).
CREATE TABLE auth.signing_key (
    kid         text        PRIMARY KEY,
    public_key  bytea       NOT NULL,
    private_key bytea       NOT NULL,
    signs_from  timestamptz NOT NULL,
    created_at  timestamptz NOT NULL
);

-- What somebody has to look at: reuse of a refresh token, a token on another device.
CREATE TABLE auth.security_event (
    id         uuid        PRIMARY KEY,
    kind       text        NOT NULL,
    user_id    uuid        NOT NULL,
    session_id uuid        NOT NULL,
    address    text        NOT NULL,
    trace_id   text        NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX security_event_user ON auth.security_event (user_id, at);
