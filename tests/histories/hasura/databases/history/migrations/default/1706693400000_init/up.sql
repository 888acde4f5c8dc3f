CREATE TABLE public.holds (
  id serial PRIMARY KEY,
  placed_at timestamptz NOT NULL DEFAULT now()
);
