-- +goose Up
ALTER TABLE members ADD COLUMN joined date;
