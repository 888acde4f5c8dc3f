\copy genres from 'data/genres.csv' with (format csv)
COPY books (id, title, genre) FROM stdin;
1	Dune	1
2	Emma	2
\.
