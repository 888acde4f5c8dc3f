CREATE UNIQUE INDEX CONCURRENTLY "Reader_email_key" ON "Reader"("email");
