-- KB-204
ALTER TYPE catalog.contact ADD ATTRIBUTE mail TEXT;
COMMENT ON TYPE catalog.contact IS 'somebody to call';
