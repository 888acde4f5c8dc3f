/*
 * BILL-21  VAT rates of 2021-01-01
 * Author: T. Okafor
 */
UPDATE billing.vat_rates SET percent = 19.00 WHERE code = 'S';
UPDATE billing.vat_rates SET percent = 7.00 WHERE code = 'R';
