-- Credentials for programs. One row is one secret, kept as SHA-256 (256 random bits); a key that is rotated ends, and another takes its place.
-- revoked_at may be ahead: after a rotation with an overlap the old key still works until then.

CREATE TABLE auth.api_key (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL,
    name         text        NOT NULL,
    hint         text        NOT NULL,
    secret_hash  text        NOT NULL UNIQUE,
    scopes       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    replaced_by  uuid,
    last_used_at timestamptz
);
CREATE INDEX api_key_owner ON auth.api_key (user_id, created_at, id);
-- What every node polls: the keys revoked lately.
CREATE INDEX api_key_revoked ON auth.api_key (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX api_key_expiry ON auth.api_key (expires_at);
