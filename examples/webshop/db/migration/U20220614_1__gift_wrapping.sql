-- pia, KB-78
drop table shop.gift_papers;
alter table shop.orders
  drop column gift_note,
  drop column gift_wrap;
