import type { Advisor } from './advisor.js';
import { isOwn, relations } from './fragments.js';

const two = 'CREATE TABLE a (id bigint PRIMARY KEY);';

export const keyAdvisors: readonly Advisor[] = [
  {
    lint: '0001_unindexed_foreign_keys',
    rules: ['fk-missing-index'],
    condition: `SELECT c.oid::regclass::text || '.' || f.conname AS object FROM pg_constraint f JOIN ${relations} ON c.oid = f.conrelid
      WHERE f.contype = 'f' AND ${isOwn} AND NOT EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indisvalid AND i.indpred IS NULL
          AND (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(f.conkey)] = f.conkey)`,
    cases: [
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a);`, told: true },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a); CREATE INDEX ON b (a);`, told: false },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a, c int); CREATE INDEX ON b (c, a);`, told: true },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a, c int); CREATE INDEX ON b (a, c);`, told: false },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a); CREATE INDEX i ON b (a); DROP INDEX i;`, told: true },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a, c int UNIQUE); ALTER TABLE b DROP COLUMN a;`, told: false },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a); CREATE INDEX ON b ((a + 1));`, told: true },
      {
        sql: `${two} CREATE TABLE b (a bigint REFERENCES a); CREATE INDEX ON b (a); ALTER TABLE b RENAME a TO other;`,
        told: false,
      },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a, c int); CREATE INDEX ON b (c) INCLUDE (a);`, told: true },
      { sql: 'CREATE TABLE b (id uuid REFERENCES auth.users ON DELETE CASCADE);', told: true },
      {
        sql: `${two} CREATE TABLE b (a bigint REFERENCES a) PARTITION BY LIST (a); CREATE INDEX ON b (a); CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);`,
        told: false,
      },
      { sql: `${two} CREATE TABLE b (a bigint REFERENCES a, EXCLUDE (a WITH =));`, told: false },
      {
        sql: `${two} CREATE TABLE b (a bigint REFERENCES a, c int, UNIQUE (a, c)); ALTER TABLE b DROP COLUMN c;`,
        told: true,
      },
      {
        sql: 'CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a); CREATE INDEX ON b (y, x);',
        told: true,
      },
    ],
  },
  {
    lint: '0009_duplicate_index',
    rules: ['duplicate-index'],
    condition: `SELECT indrelid::regclass AS object FROM (
        SELECT i.indrelid, replace(pg_get_indexdef(i.indexrelid), ' ' || quote_ident(x.relname) || ' ON ', ' ON ') AS definition
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN ${relations} ON c.oid = i.indrelid
        WHERE c.relkind IN ('r', 'm') AND ${isOwn}) all_indexes
      GROUP BY indrelid, definition HAVING count(*) > 1`,
    cases: [
      { sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x); CREATE INDEX j ON a (x);', told: true },
      { sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x); CREATE INDEX j ON a (x DESC);', told: false },
      { sql: 'CREATE TABLE a (x int UNIQUE); CREATE UNIQUE INDEX j ON a (x);', told: true },
      { sql: 'CREATE TABLE a (x int UNIQUE UNIQUE);', told: false },
      { sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x); CREATE INDEX j ON a (x NULLS FIRST);', told: false },
      {
        sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x DESC); CREATE INDEX j ON a (x DESC NULLS FIRST);',
        told: true,
      },
      { sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x); CREATE INDEX j ON a (x int4_ops);', told: true },
      {
        sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x) WITH (fillfactor = 50); CREATE INDEX j ON a (x);',
        told: false,
      },
      { sql: 'CREATE TABLE a (x int UNIQUE, CONSTRAINT again UNIQUE (x));', told: false },
      { sql: 'CREATE TABLE a (x int PRIMARY KEY, UNIQUE (x));', told: false },
      { sql: 'CREATE TABLE a (x int PRIMARY KEY); ALTER TABLE a ADD UNIQUE (x);', told: true },
      { sql: 'CREATE TABLE a (x int); CREATE INDEX i ON a (x); CREATE INDEX j ON a USING hash (x);', told: false },
      { sql: 'CREATE TABLE a (x text); CREATE INDEX i ON a (lower(x)); CREATE INDEX j ON a (lower(x));', told: true },
      {
        sql: "CREATE TABLE a (x text); CREATE INDEX i ON a (x) WHERE x > 'b'; CREATE INDEX j ON a (x) WHERE x > 'b';",
        told: true,
      },
      {
        sql: 'CREATE TABLE a (x text, y int); CREATE INDEX i ON a (x) INCLUDE (y); CREATE INDEX j ON a (x);',
        told: false,
      },
      {
        sql: 'CREATE MATERIALIZED VIEW a AS SELECT 1 AS x; CREATE INDEX i ON a (x); CREATE INDEX j ON a (x);',
        told: true,
      },
    ],
  },
  {
    lint: '0021_fkey_to_auth_unique',
    rules: ['fk-to-managed-non-pk'],
    condition: `SELECT c.oid::regclass::text || '.' || f.conname AS object FROM pg_constraint f JOIN ${relations} ON c.oid = f.conrelid
      JOIN pg_class r ON r.oid = f.confrelid JOIN pg_index i ON i.indexrelid = f.conindid
      WHERE f.contype = 'f' AND ${isOwn} AND r.relnamespace = 'auth'::regnamespace AND NOT i.indisprimary`,
    cases: [
      { sql: 'CREATE TABLE a (phone text, FOREIGN KEY (phone) REFERENCES auth.users (phone));', told: true },
      {
        sql: 'CREATE TABLE a (owner uuid); ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (owner) REFERENCES auth.users NOT VALID;',
        told: false,
      },
      {
        sql: 'CREATE TABLE a (phone text REFERENCES auth.users (phone)); ALTER TABLE a DROP CONSTRAINT a_phone_fkey;',
        told: false,
      },
    ],
  },
];
