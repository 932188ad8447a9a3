import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { listText } from '../../core/list-text.js';
import { formatName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';
import { operationsOf } from '../../sql/script-order.js';

const start = { start: 0, end: 0 };
const library = 'create table books (id bigint);\ncreate table loans (id bigint);\ncreate table fines (id bigint);';

export default defineRule({
  id: 'several-concerns-in-one-file',
  aliases: ['data-migration-in-schema-migration'],
  category: 'history',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Change one thing in one migration.',
    condition:
      'A migration changes the shape of tables that were there before and rows of such tables, or the shape of more than ' +
      '`tables` of them.',
    effect:
      'Locks that each step takes are held until the last one is done, and nobody can apply or undo one of them alone.',
    workaround: 'Write a migration for each concern: the schema first, then the rows in batches, then what needs both.',
    references: [],
  },
  options: z.strictObject({
    tables: z.int().min(1).default(3).describe('How many existing tables one migration may change.'),
  }),
  messages: {
    mixed: 'It changes the shape of {shaped} and rows of {written}.',
    manyTables: 'It changes the shape of {count} tables: {shaped}.',
  },
  examples: [
    {
      given: library,
      sql: 'alter table books add title text;\nupdate loans set id = id + 1 where id < 10;',
      reports: ['mixed'],
    },
    {
      given: library,
      sql: 'alter table books add a int;\nalter table loans add a int;',
      options: { tables: 1 },
      reports: ['manyTables'],
    },
    { given: library, sql: 'alter table books add a int;\nalter table loans add a int;', reports: [] },
    {
      given: library,
      sql: 'create table readers (id bigint);\ninsert into readers values (1);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *fileEnd({ script, catalog, options }) {
      const operations = operationsOf(script);
      const shaped = existingTables(operations.filter(changesShape), catalog);
      const written = existingTables(operations.filter(changesRows), catalog);
      if (shaped.length > 0 && written.length > 0) {
        const data = { shaped: listText(shaped, 3), written: listText(written, 3) };
        yield { message: 'mixed', data, at: start };
      } else if (shaped.length > options.tables) {
        const data = { count: String(shaped.length), shaped: listText(shaped) };
        yield { message: 'manyTables', data, at: start };
      }
    },
  },
});

const rowChanges: readonly Operation['kind'][] = ['insert', 'update', 'delete', 'merge', 'copy', 'truncate'];
const changesRows = ({ kind }: Operation): boolean => rowChanges.includes(kind);

/** The subcommands of ALTER TABLE that change columns and constraints. */
const shapeChanges: readonly Operation['kind'][] = [
  'addColumn',
  'dropColumn',
  'alterColumnType',
  'setNotNull',
  'addConstraint',
  'dropConstraint',
  'renameColumn',
  'dropTable',
];
const changesShape = ({ kind }: Operation): boolean => shapeChanges.includes(kind);

/** Each once, those that the migration made itself left out. */
function existingTables(operations: readonly Operation[], catalog: Catalog): readonly string[] {
  const names = operations.flatMap(tablesOf).filter((name) => catalog.isNew(name) !== 'yes');
  return [...new Set(names.map((name) => formatName(catalog.resolve(name))))];
}

function tablesOf(op: Operation): readonly WrittenName[] {
  if ('tables' in op) return op.tables;
  return 'table' in op && op.table !== undefined ? [op.table] : [];
}
