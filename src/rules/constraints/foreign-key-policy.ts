import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { keptForeignKeys } from '../../engine/kept-foreign-keys.js';
import { defineRule } from '../../engine/rule.js';

const options = z.strictObject({
  forbidden: z.boolean().default(false).describe('No foreign keys at all.'),
  deferrable: z.boolean().default(false).describe('Every foreign key is DEFERRABLE.'),
  sameSchema: z.boolean().default(false).describe('No foreign key leads into another schema.'),
  notNull: z.boolean().default(false).describe('The columns of every foreign key are NOT NULL.'),
});

export default defineRule({
  id: 'foreign-key-policy',
  aliases: ['fk-not-deferrable', 'cross-schema-fk', 'forbid-nullable-fk', 'no-fk'],
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Write foreign keys as the project has agreed.',
    condition:
      'At the end of the history, a foreign key breaks a rule that the options name. Without options it is silent.',
    effect: 'What the project relies on (that rows can be loaded in any order, that schemas stand alone) is not so.',
    workaround:
      '```json\n{ "rules": { "foreign-key-policy": ["warning", { "deferrable": true, "sameSchema": true }] } }\n```\n\n```sql\nALTER TABLE books ALTER CONSTRAINT books_author_id_fkey DEFERRABLE;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES'],
  },
  options,
  messages: {
    forbidden: 'Foreign key {name} of {table}: the project has agreed on none.',
    immediate: 'Foreign key {name} of {table} is not DEFERRABLE.',
    elsewhere: 'Foreign key {name} of {table} leads into another schema, to {referenced}.',
    nullable: 'Column {column} of foreign key {name} of {table} may be NULL.',
  },
  examples: [
    {
      given:
        'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors (id));',
      sql: 'CREATE TABLE reviews (author_id bigint REFERENCES authors (id) DEFERRABLE);',
      options: { deferrable: true, notNull: true },
      reports: ['nullable'],
    },
    {
      sql: 'CREATE SCHEMA shop; CREATE TABLE shop.authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES shop.authors (id));',
      options: { deferrable: true, sameSchema: true },
      reports: ['immediate', 'elsewhere'],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors (id));',
      options: { forbidden: true },
      reports: ['forbidden'],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint NOT NULL REFERENCES authors (id));',
      options: { notNull: true, sameSchema: true },
      reports: [],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors (id));',
      reports: [],
      because: 'The project asks for nothing.',
    },
  ],
  check: {
    *history(context) {
      const { options: asked, catalog } = context;
      if (!Object.values(asked).includes(true)) return;
      for (const { table, constraint, references, place, subject } of keptForeignKeys(context)) {
        const data = { name: constraint.name, table: formatName(table.name) };
        const common = { subject, ...place };
        if (asked.forbidden) yield { message: 'forbidden', data, ...common };
        if (asked.deferrable && !constraint.definition.deferrable) yield { message: 'immediate', data, ...common };
        if (asked.sameSchema && references.table.schema !== table.name.schema)
          yield { message: 'elsewhere', data: { ...data, referenced: formatName(references.table) }, ...common };
        const nullable = constraint.columns.find((column) => catalog.mayBeNull(table, column) === 'yes');
        if (asked.notNull && nullable !== undefined)
          yield { message: 'nullable', data: { ...data, column: nullable }, ...common };
      }
    },
  },
});
