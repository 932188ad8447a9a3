import { z } from 'zod';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified } from '../../core/name.js';
import { isReadAlike } from '../../effects/client-types.js';
import { defineRule } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';

const given = 'create table books (id int primary key, isbn varchar(13), lent_at timestamp, facts json);';

export default defineRule({
  id: 'type-change-compat',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Let all code understand a new type before a column gets it.',
    condition:
      '`ALTER COLUMN … TYPE` of a column that existed before the migration, to a type that clients read in another way. ' +
      'Not from one string type to another, not between json and jsonb, not where only the length or precision changes or one enum gives way to another, ' +
      'and not where the old type is not known.',
    effect:
      'Also where the change costs nothing, drivers decode the column in another way from that moment on: a bigint comes ' +
      'as text in JavaScript, prepared statements fail with "cached plan must not change result type", and generated ' +
      'types no longer fit.',
    workaround:
      'Add a second column of the new type, keep both in step by a trigger, move all code over, and drop the old one in a ' +
      'later release:\n\n```sql\nALTER TABLE books ADD COLUMN new_id bigint;\n' +
      "CREATE FUNCTION books_new_id() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n" +
      '  NEW.new_id := NEW.id;\n  RETURN NEW;\nEND $$;\nCREATE TRIGGER books_new_id BEFORE INSERT OR UPDATE ON books\n' +
      '  FOR EACH ROW EXECUTE FUNCTION books_new_id();\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ALTER-COLUMN-TYPE'],
  },
  options: z.strictObject({}),
  messages: { seen: 'Clients that read {column} of {table} get {to} where they expect {from}.' },
  examples: [
    { given, sql: 'alter table books alter column id type bigint;', reports: ['seen'] },
    {
      given: [given, "set timezone = 'UTC';"],
      sql: 'alter table books alter column lent_at type timestamptz, alter column isbn type bigint using isbn::bigint;',
      reports: ['seen', 'seen'],
    },
    {
      given,
      sql: 'alter table books alter column isbn type text, alter column facts type jsonb, alter column lent_at type timestamp(3);',
      reports: [],
      because: 'Clients see no difference.',
    },
    { given, sql: 'alter table books add column pages int; alter table books alter pages type bigint;', reports: [] },
    { sql: 'alter table books alter column id type bigint;', alone: true, reports: [] },
  ],
  check: {
    *alterColumnType(op, { catalog }) {
      const from = columnNamed(catalog, op.table, op.column)?.type;
      if (from === undefined || !columnWasThereBefore(catalog, op.table, op.column)) return;
      if (isReadAlike(from, op.type, catalog)) return;
      const [table, subject] = [formatName(op.table), formatQualified(catalog.resolve(op.table))];
      const data = { column: op.column, table, from: formatType(from), to: formatType(op.type) };
      yield { message: 'seen', data, at: op.span, subject: `${subject}.${op.column}` };
    },
  },
});
