-- pia, 2020-02-04, SHOP-55: they are worth something, too
alter table shop.vouchers add column percent smallint;
alter table shop.vouchers add column amount_cents integer;
alter table shop.vouchers add column valid_until date;
alter table shop.vouchers
  add constraint vouchers_one_kind check ((percent is null) <> (amount_cents is null));
