-- KB-188 (Lea): last pot of the Kyusu is sold. Reviews and old orders keep the product.
UPDATE catalog.products SET active = false WHERE sku = 'KA-5001';
DELETE FROM shop.wishlist_items WHERE product_id = 7;
