ALTER TABLE "Reader" DROP COLUMN "joinedAt";
