import { z } from 'zod';
import { formatName, quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

export default defineRule({
  id: 'prefer-text',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  fixChangesSchema: true,
  docs: {
    summary: 'Use text with a CHECK, not varchar(n).',
    condition: 'A column is written as varchar with a length. One finding a file.',
    effect:
      'A longer limit is instant, a shorter one rewrites the table under ACCESS EXCLUSIVE, and views over the column must be dropped for either. A CHECK is changed without any of that.',
    workaround:
      '```sql\nCREATE TABLE books (\n  id bigint PRIMARY KEY,\n  title text CHECK (char_length(title) <= 200)\n);\n```',
    references: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_varchar.28n.29_by_default'],
  },
  options: z.strictObject({}),
  messages: { limited: 'Column {column} of {table} has its length in the type, where it is hard to change.' },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, title varchar(200) NOT NULL);',
      fixed:
        'CREATE TABLE books (id bigint PRIMARY KEY, title text CONSTRAINT title_length CHECK (char_length(title) <= 200) NOT NULL);',
      reports: ['limited'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN title character varying(200);',
      reports: ['limited'],
      because: 'On a table with rows the CHECK is added NOT VALID and validated later, which takes two files.',
    },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, title text, subtitle varchar);', reports: [] },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, title text CHECK (char_length(title) <= 200));', reports: [] },
  ],
  check: onWrittenColumns(function* ({ table, column, type, definition, isNewTable }, { catalog }) {
    const [length] = type.modifiers;
    if (!isBuiltIn(type, 'varchar') || length === undefined) return;
    const plain =
      definition !== undefined &&
      type.arrayDimensions === 0 &&
      isNewTable &&
      typeof catalog.relation(table) === 'string';
    yield {
      message: 'limited',
      data: { table: formatName(table), column },
      at: type.span,
      fix: plain ? [{ span: type.span, text: limitedText(column, length) }] : undefined,
    };
  }),
});

/** With a name, as the server's own may be taken by a constraint that comes later. */
const limitedText = (column: string, length: number): string =>
  `text CONSTRAINT ${quoteIdentifier(`${column}_length`)} CHECK (char_length(${quoteIdentifier(column)}) <= ${length})`;
