GRANT SELECT ON notes TO anon;
