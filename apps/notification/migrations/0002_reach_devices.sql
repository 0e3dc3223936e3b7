-- Mail is a device too: its token is the user's id, and the address is looked up when the mail is sent.
ALTER TABLE devices DROP CONSTRAINT devices_kind_check;
ALTER TABLE devices ADD CONSTRAINT devices_kind_check CHECK (kind IN ('web_push', 'expo', 'email'));

-- As the account has it; unknown for accounts not heard of since.
ALTER TABLE inboxes ADD COLUMN email text;
