-- pia, 2020-02-03, SHOP-55
create table shop.vouchers (
  id bigserial primary key,
  code text not null
);
