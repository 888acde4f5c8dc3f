-- KB-153 (Jonas): the store is called "counter" everywhere else
ALTER TYPE shop.sales_channel RENAME VALUE 'store' TO 'counter';
