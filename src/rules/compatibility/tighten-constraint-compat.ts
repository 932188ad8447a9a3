import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isUniqueAlready } from '../../engine/unique-already.js';
import { walk } from '../../sql/expression.js';
import type { ConstraintDefinition, Operation } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsBefore } from '../../sql/script-order.js';

const given =
  'create table shelves (id bigint primary key); create table books (id bigint primary key, isbn text, shelf_id bigint, pages int);';

export default defineRule({
  id: 'tighten-constraint-compat',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Let all code keep a constraint before the server enforces it.',
    condition:
      'A UNIQUE, PRIMARY KEY, CHECK, EXCLUDE or FOREIGN KEY constraint or a unique index on columns of a table that ' +
      'existed before the migration, NOT VALID ones among them: new rows are checked. Not where it is all about columns that the ' +
      'migration added, not where it replaces a constraint of the table, not where a unique index keeps some of the columns apart already, not USING INDEX of an index that was there before, and not NOT ENFORCED.',
    effect: 'The release that still runs may write what is now forbidden: its INSERTs and UPDATEs then fail.',
    workaround:
      'Deploy code that keeps the rule, then add the constraint without checking old rows, mend those, and validate it:\n\n' +
      '```sql still-reported\nALTER TABLE books ADD CONSTRAINT pages_positive CHECK (pages > 0) NOT VALID;\n```\n\n' +
      '```sql\nUPDATE books SET pages = NULL WHERE pages <= 0;\n```\n\n' +
      '```sql\nALTER TABLE books VALIDATE CONSTRAINT pages_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html'],
  },
  options: z.strictObject({}),
  messages: {
    rejects: 'From now on {table} rejects rows that break this {constraint}, which running code may still write.',
  },
  examples: [
    { given, sql: 'alter table books add check (pages > 0) not valid;', reports: ['rejects'] },
    {
      given,
      sql: 'create unique index books_isbn on books (isbn); alter table books add foreign key (shelf_id) references shelves not valid;',
      reports: ['rejects', 'rejects'],
    },
    {
      given,
      sql: 'alter table books add column note text; alter table books add check (length(note) < 100);',
      reports: [],
      because: 'Running code does not write the new column.',
    },
    {
      given: [given, 'alter table books add constraint short check (pages < 1000);'],
      sql: 'alter table books drop constraint short; alter table books add constraint short check (pages < 2000);',
      reports: [],
      because: 'It takes the place of another one.',
    },
    {
      given: 'create table books (id bigint primary key, isbn text);',
      sql: 'create unique index books_id_isbn on books (id, isbn);',
      reports: [],
      because: 'No two rows have the same id, so that none break it.',
    },
    { sql: 'create table books (isbn text); alter table books add unique (isbn);', reports: [] },
    {
      given: [given, 'create unique index books_isbn on books (isbn);'],
      sql: 'alter table books add constraint books_isbn unique using index books_isbn;',
      reports: [],
      because: 'The index has kept the rule before.',
    },
  ],
  check: {
    *addConstraint(op, { catalog, script }) {
      const { table, constraint } = op;
      if (constraint.type === 'notNull' || !constraint.enforced || !wasThereBefore(catalog, table)) return;
      if ('usingIndex' in constraint && indexWasThere(constraint.usingIndex, table, catalog)) return;
      if (isAboutNewColumns(columnsOf(constraint), table, catalog) || isReplacement(op, table, catalog, script)) return;
      if (constraint.type === 'unique' && isUniqueAlready(catalog, table, constraint.columns)) return;
      yield problem(op, table, words[constraint.type], catalog);
    },
    *createIndex(op, { catalog, script }) {
      if (!op.unique || !wasThereBefore(catalog, op.table)) return;
      if (op.ifNotExists && op.index !== undefined && typeof catalog.index({ name: op.index }) === 'object') return;
      const columns = op.elements.map(({ column }) => column);
      if (isAboutNewColumns(columns, op.table, catalog) || isReplacement(op, op.table, catalog, script)) return;
      if (isUniqueAlready(catalog, op.table, columns)) return;
      yield problem(op, op.table, 'unique index', catalog);
    },
  },
});

const words = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  check: 'CHECK',
  exclusion: 'exclusion constraint',
  foreignKey: 'foreign key',
} as const;

const problem = (op: Operation, table: WrittenName, constraint: string, catalog: Catalog) =>
  ({
    message: 'rejects',
    data: { table: formatName(table), constraint },
    at: op.span,
    subject: formatQualified(catalog.resolve(table)),
  }) as const;

function columnsOf(constraint: ConstraintDefinition): readonly (string | undefined)[] {
  switch (constraint.type) {
    case 'check':
      return [...walk(constraint.expression)].flatMap((part) => (part.kind === 'column' ? part.path.at(-1) : []));
    case 'exclusion':
      return constraint.elements.map(({ column }) => column);
    case 'notNull':
      return [constraint.column];
    default:
      return constraint.columns;
  }
}

/** One that running code does not write is enough: in its rows it is NULL or the default. */
const isAboutNewColumns = (columns: readonly (string | undefined)[], table: WrittenName, catalog: Catalog): boolean => {
  const known = relationNamed(catalog, table)?.columns;
  return columns.some((column) => column !== undefined && known?.get(column)?.unit === catalog.unit);
};

const indexWasThere = (index: string | undefined, table: WrittenName, catalog: Catalog): boolean => {
  const found = index === undefined ? 'absent' : catalog.index({ schema: catalog.resolve(table).schema, name: index });
  return found === 'unknown' || (typeof found === 'object' && found.unit !== catalog.unit);
};

const isReplacement = (op: Operation, table: WrittenName, catalog: Catalog, script: Script): boolean =>
  operationsBefore(script, op).some(
    (earlier) =>
      earlier.kind === 'dropIndex' ||
      (earlier.kind === 'dropConstraint' &&
        formatQualified(catalog.resolve(earlier.table)) === formatQualified(catalog.resolve(table))),
  );
