ALTER TABLE items ADD read boolean NOT NULL DEFAULT false;
