-- pia, KB-93: black friday landing page
create view catalog.best_sellers as
select p.id, p.sku, p.name, sum(i.quantity) as sold
from catalog.products p
join shop.order_items i on i.product_id = p.id
group by p.id
order by sold desc
limit 10;
