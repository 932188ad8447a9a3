import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import type { Constraint, Relation } from '../../catalog/model.js';
import { formatName, formatQualified, type QualifiedName, quoteIdentifier, quoteName } from '../../core/name.js';
import { isLookupTable } from '../../engine/lookup-tables.js';
import { defineRule } from '../../engine/rule.js';

/** The referencing columns are the leading columns, in any order, of an index without a predicate. */
function isCovered(catalog: Catalog, table: Relation, columns: readonly string[]): boolean {
  return catalog.indexesOf(table).some((index) => {
    const leading = index.elements.slice(0, columns.length).map((element) => element.column);
    return !index.where && leading.length === columns.length && columns.every((column) => leading.includes(column));
  });
}

function* uncovered(catalog: Catalog): Generator<{ table: Relation; constraint: Constraint }> {
  for (const table of catalog.relations()) {
    if (table.managed || !table.complete || (table.kind !== 'table' && table.kind !== 'partitionedTable')) continue;
    for (const constraint of table.constraints.values()) {
      if (constraint.definition.type !== 'foreignKey' || isCovered(catalog, table, constraint.columns)) continue;
      if (!table.partitionOf) yield { table, constraint };
    }
  }
}

/** Asks of each table once. */
function listsIn(catalog: Catalog): (table: QualifiedName) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const key = formatQualified(name);
    const table = relationNamed(catalog, name);
    const answer = known.get(key) ?? (table !== undefined && isLookupTable(catalog, table));
    known.set(key, answer);
    return answer;
  };
}

export default defineRule({
  id: 'fk-missing-index',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  loud: 'Each one makes deletes of the referenced rows read the whole table, and the index is one statement.',
  docs: {
    summary: 'Index the columns of a foreign key.',
    condition:
      'At the end of the history, the columns of a foreign key are not the leading columns of an index of their table. Primary keys and unique constraints count; partial indexes do not. The index may come in a later migration. Not where the referenced table is a short list of kinds, states, roles or settings (see int-primary-key): nobody deletes there, and an index would not find few rows. On Supabase those are info, since its advisor names them as well.',
    effect:
      'Each DELETE or key UPDATE of a referenced row reads the whole referencing table, and so does each join along the key.',
    workaround:
      'In a migration of its own, outside a transaction:\n\n```sql\nCREATE INDEX CONCURRENTLY books_author_id ON books (author_id);\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  options: z.strictObject({}),
  messages: {
    noIndex: 'No index leads with {columns}: each DELETE on {referenced} reads the whole of {table}.',
  },
  examples: [
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint, gone boolean);',
      sql: 'CREATE INDEX books_author ON books (author_id) WHERE gone; ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID;',
      reports: ['noIndex'],
      because: 'A partial index does not serve every row.',
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint REFERENCES authors (id));',
      reports: ['noIndex'],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint, author_id bigint REFERENCES authors (id)); CREATE INDEX books_author_id ON books (author_id, id);',
      reports: [],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE profiles (author_id bigint PRIMARY KEY REFERENCES authors (id));',
      reports: [],
      because: 'The primary key is an index.',
    },
    {
      sql: "CREATE TABLE genres (id bigint PRIMARY KEY, name text); INSERT INTO genres VALUES (1, 'novel'), (2, 'drama'); CREATE TABLE books (id bigint PRIMARY KEY, genre_id bigint REFERENCES genres (id));",
      reports: [],
      because: 'Nobody deletes a genre, and half of the books are novels.',
    },
    {
      sql: 'CREATE TABLE roles (id bigint PRIMARY KEY, name text); CREATE TABLE members (id bigint PRIMARY KEY, role_id bigint REFERENCES roles (id));',
      project: { supabase: true },
      reports: ['noIndex'],
      because: 'The advisor of the platform names it too, so that it is said as info.',
    },
  ],
  check: {
    *history({ catalog, originOf, project }) {
      const isList = listsIn(catalog);
      for (const { table, constraint } of uncovered(catalog)) {
        const origin = originOf(constraint.unit);
        if (!origin || !constraint.references) continue;
        const toList = isList(constraint.references.table);
        if (toList && !project.supabase) continue;
        const index = quoteIdentifier(`${table.name.name}_${constraint.columns.join('_')}`);
        yield {
          message: 'noIndex',
          data: {
            columns: constraint.columns.join(', '),
            referenced: formatName(constraint.references.table),
            table: formatName(table.name),
          },
          at: constraint.definition.span,
          path: origin.path,
          severity: toList ? 'info' : undefined,
          subject: `${formatName(table.name)}.${constraint.name}`,
          workaround: `-- in a migration of its own, outside a transaction\nCREATE INDEX CONCURRENTLY ${index} ON ${quoteName(table.name)} (${constraint.columns.map(quoteIdentifier).join(', ')});`,
        };
      }
    },
  },
});
