-- Programs that act for the account that registered them. The secret is kept as SHA-256; its scopes are blank-separated.
CREATE TABLE auth.application (
    id          uuid        PRIMARY KEY,
    owner_id    uuid        NOT NULL,
    name        text        NOT NULL,
    scopes      text        NOT NULL CHECK (scopes <> ''),
    secret_hash text        NOT NULL,
    created_at  timestamptz NOT NULL,
    secret_at   timestamptz NOT NULL,
    version     bigint      NOT NULL
);
CREATE INDEX application_owner ON auth.application (owner_id, created_at DESC, id DESC);

-- What the tokens of a session may do at most, where that is less than all that its account may, and the application that
-- opened it, if one did. No foreign key: a session outlives its application until it is removed.
CREATE TABLE auth.session_grant (
    session_id     uuid PRIMARY KEY REFERENCES auth.session (id) ON DELETE CASCADE,
    scopes         text NOT NULL CHECK (scopes <> ''),
    application_id uuid
);
CREATE INDEX session_grant_application ON auth.session_grant (application_id) WHERE application_id IS NOT NULL;
