-- pia, KB-93: and now with money, please
create or replace view catalog.best_sellers as
select p.id, p.sku, p.name, sum(i.quantity) as sold, sum(i.quantity * i.price) as turnover
from catalog.products p
join shop.order_items i on i.product_id = p.id
join shop.orders o on o.id = i.order_id and o.status not in ('cancelled', 'refunded')
group by p.id
order by turnover desc
limit 10;
comment on view catalog.best_sellers is 'Top ten by turnover, all time';
