-- AlterTable
ALTER TABLE "Reader" ADD COLUMN "joinedAt" TIMESTAMP(3);
