/*
 * BILL-14  Reduced VAT from 2020-07-01 to 2020-12-31 (Zweites Corona-Steuerhilfegesetz)
 * Author: T. Okafor
 * Goes live in the night to July 1st, see the deployment calendar!
 */
UPDATE billing.vat_rates SET percent = 16.00 WHERE code = 'S';
UPDATE billing.vat_rates SET percent = 5.00 WHERE code = 'R';
