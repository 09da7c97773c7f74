-- What every node polls: the accounts changed lately. One that was only made (version 1) is none of them.
CREATE INDEX account_changes ON users.account (updated_at) WHERE version > 1;
