-- KB-141 (Jonas): ten percent off everything from Uji until Monday; V20231128_1 takes it back
UPDATE catalog.products
   SET price = round(price * 0.9, 2)
 WHERE brand_id = (SELECT id FROM catalog.brands WHERE name LIKE 'Uji%');
