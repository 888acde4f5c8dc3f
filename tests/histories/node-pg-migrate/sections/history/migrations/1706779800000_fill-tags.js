exports.up = (pgm) => {
  pgm.sql("INSERT INTO tags VALUES (1, 'new')");
};
