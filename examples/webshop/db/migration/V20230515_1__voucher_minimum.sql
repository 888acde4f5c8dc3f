-- pia, KB-124
alter table marketing.vouchers add column min_order numeric(8,2) default 0;
alter table marketing.vouchers alter column min_order set default 15;
alter table marketing.vouchers alter column min_order set default 20;
update marketing.vouchers set min_order = 20 where amount_cents is not null;
