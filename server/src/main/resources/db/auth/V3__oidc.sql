-- Signing in with somebody else's account: nonces on their way, whom an issuer's people are here, proven addresses.

CREATE TABLE auth.oidc_nonce (
    nonce_hash text        PRIMARY KEY,
    issuer     text        NOT NULL,
    fp         text,
    expires_at timestamptz NOT NULL
);
CREATE INDEX oidc_nonce_expiry ON auth.oidc_nonce (expires_at);

-- One person of an issuer is one account, and an account is one person of an issuer: an address that the issuer gave
-- to somebody else does not open the account of whoever had it before.
CREATE TABLE auth.oidc_identity (
    issuer    text        NOT NULL,
    subject   text        NOT NULL,
    user_id   uuid        NOT NULL,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (user_id, issuer)
);

-- Accounts that have shown that the address they have is theirs. email_key tells which address that was.
CREATE TABLE auth.verified_address (
    user_id     uuid        PRIMARY KEY,
    email_key   text        NOT NULL,
    verified_at timestamptz NOT NULL
);
INSERT INTO auth.verified_address (user_id, email_key, verified_at)
    SELECT used_by, lower(email), used_at FROM auth.invitation WHERE email IS NOT NULL AND used_by IS NOT NULL;
