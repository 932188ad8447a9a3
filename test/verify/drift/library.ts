/** Two migrations with most of what a schema can hold, and which every version prints in its own way. */
export const library = {
  '0001_library.sql': `
CREATE SCHEMA stacks;
CREATE TYPE genre AS ENUM ('novel', 'essay');
CREATE DOMAIN isbn AS text CONSTRAINT thirteen CHECK (value ~ '^[0-9]{13}$');
CREATE TYPE address AS (street text, number integer);
CREATE TYPE pages AS RANGE (SUBTYPE = integer);
CREATE SEQUENCE tickets INCREMENT 5;
CREATE TABLE authors (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, aliases text[]);
COMMENT ON TABLE authors IS 'Who writes.';
CREATE TABLE books (
  id serial PRIMARY KEY,
  author_id bigint NOT NULL REFERENCES authors ON DELETE CASCADE,
  title text NOT NULL DEFAULT 'Untitled' || '',
  number isbn,
  kind genre DEFAULT 'novel',
  price numeric(8, 2) CHECK (price > 0),
  length integer GENERATED ALWAYS AS (length(title)) STORED,
  shop address,
  UNIQUE (author_id, title)
);
CREATE INDEX books_lower ON books (lower(title)) WHERE price > 10;
CREATE TABLE visits (day date NOT NULL, visitor text) PARTITION BY RANGE (day);
CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX visits_day ON visits (day);
`,
  '0002_library.sql': `
CREATE VIEW written WITH (security_barrier = true) AS
  SELECT a.name, b.title FROM books b JOIN authors a ON a.id = b.author_id WHERE b.price IS NOT NULL;
CREATE MATERIALIZED VIEW counted AS SELECT author_id, count(*) AS books FROM books GROUP BY author_id;
CREATE INDEX counted_author ON counted (author_id);
CREATE FUNCTION dear(lowest numeric) RETURNS SETOF books LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT * FROM books WHERE price > lowest; END;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  new.title := trim(new.title);
  RETURN new;
END $$;
REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC;
CREATE TRIGGER tidy BEFORE UPDATE ON books FOR EACH ROW WHEN (old.title IS DISTINCT FROM new.title) EXECUTE FUNCTION touch();
ALTER TABLE books ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON books FOR SELECT USING (EXISTS (SELECT 1 FROM authors WHERE authors.id = books.author_id));
CREATE POLICY cheap ON books FOR UPDATE USING (price < 5) WITH CHECK (price < 10);
GRANT ALL ON authors TO PUBLIC;
GRANT SELECT (title) ON books TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA stacks GRANT SELECT ON TABLES TO PUBLIC;
CREATE TABLE stacks.shelves (id integer PRIMARY KEY, note text);
CREATE RULE keep AS ON DELETE TO stacks.shelves DO INSTEAD NOTHING;
CREATE STATISTICS books_both ON author_id, price FROM books;
`,
};
