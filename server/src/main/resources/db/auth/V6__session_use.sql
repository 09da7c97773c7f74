-- What a list of sessions shows: how each began, and when and from where it was last used, as of its last refresh.
-- idle_until is the end of its latest refresh token, and with it of a session that nobody uses.
ALTER TABLE auth.session ADD COLUMN kind text NOT NULL DEFAULT 'password';
ALTER TABLE auth.session ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE auth.session ADD COLUMN agent text NOT NULL DEFAULT '';
ALTER TABLE auth.session ADD COLUMN last_used_at timestamptz;
ALTER TABLE auth.session ADD COLUMN idle_until timestamptz;
UPDATE auth.session s
   SET last_used_at = coalesce((SELECT max(t.issued_at) FROM auth.refresh_token t WHERE t.session_id = s.id), s.created_at),
       idle_until = coalesce((SELECT max(t.expires_at) FROM auth.refresh_token t WHERE t.session_id = s.id), s.expires_at);
ALTER TABLE auth.session ALTER COLUMN last_used_at SET NOT NULL;
ALTER TABLE auth.session ALTER COLUMN idle_until SET NOT NULL;

-- Pages of one user's sessions and security events, by time and id.
DROP INDEX auth.session_live;
CREATE INDEX session_live ON auth.session (user_id, created_at, id) WHERE revoked_at IS NULL;
DROP INDEX auth.security_event_user;
CREATE INDEX security_event_user ON auth.security_event (user_id, at, id);
