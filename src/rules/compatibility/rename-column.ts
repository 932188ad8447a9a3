import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import { isNameTakenAgain, nameBefore } from '../../catalog/name-taken-again.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, type QualifiedName, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { TypeName } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';
import type { RenameColumn } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsAfter } from '../../sql/script-order.js';

export default defineRule({
  id: 'rename-column',
  category: 'compatibility',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: 'error' },
  docs: {
    summary: 'Do not rename columns that running code uses.',
    condition:
      '`RENAME COLUMN` of a column that existed before the migration. Not of one that the same migration added, not where ' +
      'the migration gives the table a column of the old name again, and not where a view takes the name of the table in ' +
      'the same migration, so that code can go on reading the old column.',
    effect:
      'The rename is instant, but from that moment the release that still runs fails on the old name. Views follow the ' +
      'rename; the bodies of functions do not.',
    workaround:
      'Add a second column, keep both in step by a trigger, fill old rows in batches, move all code over, then drop the ' +
      'old one in a later release:\n\n```sql\nALTER TABLE books ADD COLUMN headline text;\n' +
      "CREATE FUNCTION books_headline_sync() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n" +
      "  IF TG_OP = 'INSERT' THEN\n    NEW.headline := coalesce(NEW.headline, NEW.title);\n" +
      '    NEW.title := coalesce(NEW.title, NEW.headline);\n  ELSIF NEW.title IS DISTINCT FROM OLD.title THEN\n' +
      '    NEW.headline := NEW.title;\n  ELSE\n    NEW.title := NEW.headline;\n  END IF;\n  RETURN NEW;\nEND $$;\n' +
      'CREATE TRIGGER books_headline_sync BEFORE INSERT OR UPDATE ON books\n' +
      '  FOR EACH ROW EXECUTE FUNCTION books_headline_sync();\n```\n\n' +
      'Or rename the table in the same transaction, and put a view in its place that has the old name:\n\n```sql or\n' +
      'ALTER TABLE books RENAME COLUMN title TO headline;\nALTER TABLE books RENAME TO works;\n' +
      'CREATE VIEW books WITH (security_invoker = true) AS SELECT id, headline AS title FROM works;\n```',
    references: [
      'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-RENAMING-COLUMN',
      'https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS',
    ],
  },
  options: z.strictObject({}),
  messages: {
    breaksCode: 'Renaming column {column} of {table} to {to} breaks running code that names {column}.',
    breaksFunctions:
      'Renaming column {column} of {table} to {to} breaks running code that names {column}, and {functions} in the database.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key, title text);',
      sql: 'alter table books rename column title to headline;',
      reports: ['breaksCode'],
    },
    { sql: 'alter table books rename title to headline;', alone: true, reports: ['breaksCode'] },
    {
      given: [
        'create table books (id bigint primary key, title text);',
        "create function first_title() returns text language sql stable as 'select title from books limit 1';",
      ],
      sql: 'alter table books rename column title to headline;',
      reports: ['breaksFunctions'],
      because: 'The body of the function is text: the rename does not reach it.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books add column title text; alter table books rename column title to headline;',
      reports: [],
      because: 'No code can know the old name.',
    },
    {
      given: 'create table books (id bigint primary key, title text);',
      sql:
        'alter table books rename column title to headline; ' +
        'alter table books add column title text generated always as (headline) stored;',
      reports: [],
      because: 'The old name is there again.',
    },
    {
      given: 'create table books (id bigint primary key, title text);',
      sql:
        'alter table books rename column title to headline; alter table books rename to works; ' +
        'create view books with (security_invoker = true) as select id, headline as title from works;',
      reports: [],
      because: 'A view with the old names takes the place of the table.',
    },
  ],
  check: {
    *renameColumn(op, { catalog, script }) {
      if (op.objectType !== 'table' && op.objectType !== 'foreign table') return;
      if (!columnWasThereBefore(catalog, op.table, op.column)) return;
      if (isAddedAgain(op, catalog, script) || isReplaced(op, catalog, script)) return;
      const table = catalog.resolve(op.table);
      const data = { column: op.column, table: formatName(op.table), to: op.to };
      const place = {
        at: op.span,
        subject: `${formatQualified(table)}.${op.column}`,
        workaround: secondColumn(op, columnNamed(catalog, op.table, op.column)?.type),
      };
      const functions = functionsNaming(catalog, table, op.column);
      if (functions.length === 0) yield { message: 'breaksCode', data, ...place };
      else yield { message: 'breaksFunctions', data: { ...data, functions: listText(functions) }, ...place };
    },
  },
});

const functionsNaming = (catalog: Catalog, table: QualifiedName, column: string): readonly string[] =>
  catalog.routinesNaming(table, column).map((name) => `function ${formatName(name)}`);

const isAddedAgain = (op: RenameColumn, catalog: Catalog, script: Script): boolean =>
  operationsAfter(script, op).some(
    (later) =>
      later.kind === 'addColumn' &&
      later.column.name === op.column &&
      formatQualified(catalog.resolve(later.table)) === formatQualified(catalog.resolve(op.table)),
  );

const isReplaced = (op: RenameColumn, catalog: Catalog, script: Script): boolean =>
  isNameTakenAgain(catalog, script, op, nameBefore(script, op, op.table));

function secondColumn({ table, column, to }: RenameColumn, type: TypeName | undefined): string {
  const [name, old, renamed] = [quoteName(table), quoteIdentifier(column), quoteIdentifier(to)];
  const sync = quoteName({ schema: table.schema, name: `${table.name}_${to}_sync` });
  const trigger = quoteIdentifier(`${table.name}_${to}_sync`);
  return `Add a second column and keep both in step:

\`\`\`sql
ALTER TABLE ${name} ADD COLUMN ${renamed} ${type ? formatType(type) : '…'};
CREATE FUNCTION ${sync}() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.${renamed} := coalesce(NEW.${renamed}, NEW.${old});
    NEW.${old} := coalesce(NEW.${old}, NEW.${renamed});
  ELSIF NEW.${old} IS DISTINCT FROM OLD.${old} THEN
    NEW.${renamed} := NEW.${old};
  ELSE
    NEW.${old} := NEW.${renamed};
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${name}
  FOR EACH ROW EXECUTE FUNCTION ${sync}();
\`\`\`

Fill old rows in batches, move all code over, and drop ${column} with the trigger in a later release.`;
}
