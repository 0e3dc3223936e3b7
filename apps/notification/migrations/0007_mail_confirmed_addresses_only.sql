-- Addresses that nobody has confirmed get no mail. Whoever confirms theirs is told of by an event; operators' count as confirmed.
UPDATE inboxes SET email = NULL WHERE NOT is_operator;
