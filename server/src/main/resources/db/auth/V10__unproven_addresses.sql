-- The secret of an invitation is shown to whoever invites, so an account that was made with one has not proven its address.
-- What was taken for proven that way is taken back; an address that an ID token or a reset has proven stays.
DELETE FROM auth.verified_address AS address
    USING auth.invitation AS invitation
    WHERE invitation.used_by = address.user_id
        AND invitation.email IS NOT NULL
        AND address.verified_at = invitation.used_at
        AND NOT EXISTS (
            SELECT 1 FROM auth.oidc_identity AS identity
            WHERE identity.user_id = address.user_id AND identity.linked_at = address.verified_at);
