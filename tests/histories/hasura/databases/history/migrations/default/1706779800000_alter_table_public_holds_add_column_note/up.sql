ALTER TABLE public.holds ADD COLUMN note text;
