CREATE TABLE fees (cents int CHECK (cents > #[limit]));
