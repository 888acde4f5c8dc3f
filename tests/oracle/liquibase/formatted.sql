-- liquibase formatted sql

--property name:table value:f1

--changeset ann:f1
-- a comment
create table ${table} (a int); -- trailing
/* block */
insert into f1 values (1); insert into f1 values (2)
;
--rollback drop table f1;

--changeset ann:f2 splitStatements:false
create function g1() returns int language plpgsql as $$
begin
  -- inner comment
  /* inner block */ return 1; -- t
end $$;
--rollback drop function g1();

--changeset ann:f3 endDelimiter:// stripComments:false
create function g2() returns int language plpgsql as $body$
begin
  -- inner comment
  return 1;
end $body$
//
select g2() -- c
//

--changeset "ann b":"f4 x" context:"a or b" labels:l1 dbms:postgresql runOnChange:true
--comment: my comment
insert into f1 values (3);

--changeset ann:f5
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.tables where table_name='nope'
insert into f1 values (5);
create table texts (t text);
insert into texts values ('${nested}'), ('${only}'), ('a -- b'), ('it''s; so'), (E'q\'z; '), ('${:word}');
create table "a--b;c" (c int)
go
create table after_go (a int);

--changeset ann:f6 endDelimiter:/
insert into f1 values (4 / 2)
/
insert into f1 values (6)
/

--changeset ann:f7 endDelimiter:;;
insert into f1 values (7);;
insert into f1 values (8)

--changeset ann:f8 endDelimiter:\n/
insert into f1 values (9 / 3);
/
insert into f1 values (10)
/
--changeset ann:f9
create procedure ba() language sql begin atomic select 1; select 2; end;
create function block() returns int language plpgsql as $$
begin
  perform 1; -- one

  /* two */
  return 1; /* three */ end $$;
insert into f1 values (11);
--ignoreLines:start
broken
--ignoreLines:end
/* liquibase rollback
 drop procedure ba();
*/

--changeset ann:f10 dbms:!postgresql
broken;

--changeset ann:f11 runInTransaction:false
create index concurrently on f1 (a);
