INSERT INTO public.holds (note) VALUES ('a');
