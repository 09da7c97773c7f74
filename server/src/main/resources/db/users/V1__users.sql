-- Accounts. email is as its owner wrote it, email_key in lower case: one account per address whatever its case.
CREATE TABLE users.account (
    id         uuid        PRIMARY KEY,
    email      text        NOT NULL CHECK (length(email) <= 254),
    email_key  text        NOT NULL UNIQUE,
    username   text        NOT NULL UNIQUE,
    full_name  text        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('viewer', 'user', 'manager', 'admin')),
    department text,
    picture    text,
    status     text        NOT NULL CHECK (status IN ('active', 'suspended')),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version    bigint      NOT NULL
);
