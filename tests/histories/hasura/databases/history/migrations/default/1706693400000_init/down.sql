DROP TABLE public.holds;
