UPDATE copies SET shelf = 30 WHERE shelf = 20;
VACUUM copies;
