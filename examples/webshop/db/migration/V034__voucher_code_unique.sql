-- pia, 2020-02-04, SHOP-55
alter table shop.vouchers add constraint vouchers_code_key unique (code);
alter table shop.vouchers add constraint vouchers_percent_check check (percent between 1 and 100);
insert into shop.vouchers (id, code, percent, valid_until) values (1, 'WILLKOMMEN10', 10, '2020-12-31');
insert into shop.vouchers (id, code, amount_cents) values (2, 'GUTSCHEIN5', 500);
select setval('shop.vouchers_id_seq', 2);
