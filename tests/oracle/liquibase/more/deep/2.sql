--liquibase formatted sql logicalFilePath:elsewhere.sql
--changeset ann:deep
create table deep (a int);
insert into deep values (1);
