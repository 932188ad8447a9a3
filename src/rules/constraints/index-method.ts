import { z } from 'zod';
import { columnNamed } from '../../catalog/existing.js';
import { formatName } from '../../core/name.js';
import { ownValue } from '../../core/own-value.js';
import { plainType } from '../../effects/type-facts.js';
import { defineRule } from '../../engine/rule.js';
import type { TypeName } from '../../sql/expression.js';

// What people ask of values of these types (@>, @@, &&, <->) is not what a B-tree answers (<, =, >).
const methods: Readonly<Record<string, string>> = {
  jsonb: 'GIN',
  tsvector: 'GIN',
  geometry: 'GiST',
  geography: 'GiST',
  vector: 'HNSW',
};

const methodFor = (type: TypeName): string | undefined =>
  type.arrayDimensions > 0 ? 'GIN' : ownValue(methods, type.name);

export default defineRule({
  id: 'index-method',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Use the index method that the queries on a type need.',
    condition:
      'A B-tree index that is not unique begins with a column of type jsonb, tsvector, geometry, geography, vector or an array; an IVFFlat index; a hash index. A warning for a B-tree, and for IVFFlat on a table that the same migration made.',
    effect:
      'A B-tree serves none of the operators that these types are queried with, and fails for values beyond 2,700 bytes. IVFFlat is laid out by the rows that are there when it is built. A hash index serves nothing but equality.',
    workaround:
      '```sql\nCREATE INDEX CONCURRENTLY books_tags_gin ON books USING gin (tags);\n```\n\nFor vectors: `CREATE INDEX CONCURRENTLY … USING hnsw (embedding vector_cosine_ops)`, with the operators that the queries use.',
    references: [
      'https://www.postgresql.org/docs/current/indexes-types.html',
      'https://github.com/pgvector/pgvector#indexing',
    ],
  },
  options: z.strictObject({}),
  messages: {
    btree: 'A B-tree on column {column} of {table} ({type}) serves hardly any query; {method} does.',
    untrained:
      'An IVFFlat index on the new table {table} is laid out by rows that are not there yet: it will miss many.',
    ivfflat: 'This IVFFlat index on {table} gets worse as rows change; HNSW does not.',
    hash: 'This hash index on {table} serves nothing but equality, which a B-tree does as well.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (tags text[]);',
      sql: 'CREATE INDEX books_tags ON books (tags);',
      reports: ['btree'],
    },
    {
      given: 'CREATE TABLE books (isbn text);',
      sql: 'CREATE INDEX books_isbn ON books USING hash (isbn);',
      reports: ['hash'],
    },
    {
      sql: 'CREATE EXTENSION vector; CREATE TABLE pages (embedding vector(3)); CREATE INDEX pages_near ON pages USING ivfflat (embedding vector_l2_ops);',
      reports: ['untrained'],
    },
    {
      given: 'CREATE EXTENSION vector; CREATE TABLE pages (embedding vector(3));',
      sql: 'CREATE INDEX pages_near ON pages USING ivfflat (embedding vector_l2_ops);',
      reports: ['ivfflat'],
    },
    {
      given: 'CREATE TABLE books (tags text[], data jsonb);',
      sql: "CREATE INDEX books_tags ON books USING gin (tags); CREATE INDEX books_kind ON books ((data ->> 'kind'));",
      reports: [],
    },
    {
      given: 'CREATE TABLE books (tags text[]);',
      sql: 'CREATE UNIQUE INDEX books_tags ON books (tags);',
      reports: [],
      because: 'Only a B-tree can keep them unique.',
    },
  ],
  check: {
    *createIndex(op, { catalog }) {
      const table = formatName(op.table);
      if (op.method === 'hash') yield { message: 'hash', data: { table }, at: op.span };
      if (op.method === 'ivfflat') {
        if (catalog.mayHoldRows(op.table) === 'no')
          yield { message: 'untrained', data: { table }, at: op.span, severity: 'warning' };
        else yield { message: 'ivfflat', data: { table }, at: op.span };
      }
      const column = op.elements[0]?.column;
      if (op.method !== 'btree' || op.unique || column === undefined) return;
      const found = columnNamed(catalog, op.table, column);
      const type = found && plainType(found.type, catalog);
      const method = type && methodFor(type);
      if (type === undefined || method === undefined) return;
      const data = { table, column, method, type: type.arrayDimensions > 0 ? `${type.name}[]` : type.name };
      yield { message: 'btree', data, at: op.span, severity: 'warning' };
    },
  },
});
