import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { wasThereBefore } from '../../catalog/existing.js';
import { firstKeyName } from '../../catalog/implicit-names.js';
import { formatName, quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { AddConstraint } from '../../sql/operation.js';

const words = { check: 'CHECK', foreignKey: 'foreign key', unique: 'UNIQUE', exclusion: 'EXCLUDE' } as const;

/** The name that the server gives it, where it is certain. */
function impliedName({ table, constraint }: AddConstraint, catalog: Catalog): string | undefined {
  if (constraint.type !== 'foreignKey' && constraint.type !== 'unique') return undefined;
  const relation = catalog.relation(table);
  if (typeof relation !== 'object' || !relation.complete) return undefined;
  const { schema } = relation.name;
  const isKey = constraint.type === 'unique';
  const columns = isKey ? [...constraint.columns, ...constraint.include] : constraint.columns;
  const name = firstKeyName(relation.name.name, columns, isKey ? 'key' : 'fkey');
  const isTaken = relation.constraints.has(name) || catalog.index({ schema, name }) !== 'absent';
  return isTaken || (isKey && catalog.relation({ schema, name }) !== 'absent') ? undefined : name;
}

export default defineRule({
  id: 'unnamed-constraint',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Name the constraints that you add to a table.',
    condition:
      'ADD CHECK, ADD FOREIGN KEY, ADD UNIQUE or ADD EXCLUDE without CONSTRAINT and a name, on an existing table. One finding a file. Not for primary keys, whose name is `<table>_pkey`, and not inside CREATE TABLE.',
    effect:
      'The server makes up a name that depends on what is there. A later migration, the down and VALIDATE CONSTRAINT have to guess it, and it may differ from one database to the next.',
    workaround:
      '```sql\nALTER TABLE books ADD CONSTRAINT books_pages_positive CHECK (pages > 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT books_pages_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html'],
  },
  options: z.strictObject({}),
  messages: { unnamed: 'This {kind} constraint of {table} has no name of its own.' },
  examples: [
    {
      given: 'CREATE TABLE books (pages int);',
      sql: 'ALTER TABLE books ADD CHECK (pages > 0);',
      reports: ['unnamed'],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint);',
      sql: 'ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID;',
      fixed:
        'ALTER TABLE books ADD CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID;',
      reports: ['unnamed'],
    },
    {
      given: 'CREATE TABLE books (pages int);',
      sql: 'ALTER TABLE books ADD CONSTRAINT pages_positive CHECK (pages > 0), ADD PRIMARY KEY (pages);',
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (pages int CHECK (pages > 0)); ALTER TABLE books ADD UNIQUE (pages);',
      reports: [],
      because: 'The table is new: its names are the same on every database.',
    },
  ],
  check: {
    *addConstraint(op, { catalog }) {
      const { constraint, table } = op;
      if (constraint.name !== undefined || constraint.type === 'primaryKey' || constraint.type === 'notNull') return;
      // USING INDEX gives the constraint the name of the index.
      if ((constraint.type === 'unique' && constraint.usingIndex !== undefined) || !wasThereBefore(catalog, table))
        return;
      const name = impliedName(op, catalog);
      const { start } = constraint.span;
      yield {
        message: 'unnamed',
        data: { kind: words[constraint.type], table: formatName(table) },
        at: constraint.span,
        fix:
          name === undefined
            ? undefined
            : [{ span: { start, end: start }, text: `CONSTRAINT ${quoteIdentifier(name)} ` }],
      };
    },
  },
});
