--liquibase formatted sql

--changeset bob:overdue runOnChange:true
--comment: who is late
CREATE OR REPLACE VIEW overdue AS
SELECT id, book_id FROM loan WHERE since < now() - interval '30 days';
--rollback DROP VIEW overdue;
