-- pia, KB-93: cancelled orders are no sales
create or replace view catalog.best_sellers as
select p.id, p.sku, p.name, sum(i.quantity) as sold
from catalog.products p
join shop.order_items i on i.product_id = p.id
join shop.orders o on o.id = i.order_id and o.status <> 'cancelled'
group by p.id
order by sold desc
limit 10;
