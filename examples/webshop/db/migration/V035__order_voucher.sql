-- pia, 2020-02-06, SHOP-56
alter table shop.orders
  add column voucher_id bigint,
  add constraint orders_voucher_id_fkey foreign key (voucher_id) references shop.vouchers (id) on delete set null;
create index on shop.orders (voucher_id) where voucher_id is not null;
