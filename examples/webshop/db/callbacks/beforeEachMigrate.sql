-- A migration that waits for a lock blocks everybody behind it: give up early and try again.
SET lock_timeout = '${lock_timeout}';
