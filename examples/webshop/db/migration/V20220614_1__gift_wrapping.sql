-- pia, KB-78: gift wrapping, an experiment. U20220614_1 takes it back should nobody want it.
alter table shop.orders
  add column gift_wrap boolean not null default false,
  add column gift_note varchar(200);

create table shop.gift_papers (
  code varchar(12) primary key,
  name text not null,
  surcharge numeric(6,2) not null default 2.50
);
insert into shop.gift_papers (code, name) values ('KIRSCH', 'Kirschblüte'), ('SCHLICHT', 'Packpapier mit Schnur');
