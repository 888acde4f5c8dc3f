-- head
create table fromfile (a int);
insert into fromfile values (1); insert into fromfile values (2);
