-- what dbmate dumped
CREATE TABLE public.fines (id bigint);
