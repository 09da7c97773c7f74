-- Each node asks often which sessions have come to their end by themselves, since sockets may stand for them.
CREATE INDEX session_end ON auth.session (idle_until) WHERE revoked_at IS NULL;
