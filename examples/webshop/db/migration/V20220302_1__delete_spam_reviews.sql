-- KB-61 (Jonas): support list of 2022-03-02
DELETE FROM catalog.product_reviews WHERE id = 5 AND NOT approved;
