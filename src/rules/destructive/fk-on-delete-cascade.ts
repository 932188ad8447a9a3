import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import { onWrittenConstraints } from '../../engine/written-constraints.js';

const given = 'create table authors (id bigint primary key); create table books (author_id bigint);';

interface Options {
  readonly parents?: string | undefined;
}

export default defineRule({
  id: 'fk-on-delete-cascade',
  category: 'destructive',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Think before a deleted row takes others along.',
    condition:
      'A foreign key is written with `ON DELETE CASCADE`. One finding a file. Not where the referenced table matches the ' +
      'option `parents`.',
    effect:
      'One DELETE removes rows of other tables, and of tables that reference those, without naming them; it locks and ' +
      'writes all of them in one transaction.',
    workaround:
      'Let the server refuse it, and delete the rows by name where that is meant:\n\n```sql\n' +
      'ALTER TABLE books ADD CONSTRAINT books_author_id_fkey\n  FOREIGN KEY (author_id) REFERENCES authors ON DELETE RESTRICT NOT VALID;\n```\n\n' +
      '```sql\nALTER TABLE books VALIDATE CONSTRAINT books_author_id_fkey;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  options: z.strictObject({
    parents: z
      .string()
      .optional()
      .describe('A regular expression for referenced tables whose rows may take others along.'),
  }),
  messages: { deletes: 'Deleting a row of {referenced} deletes all rows of {table} that reference it.' },
  examples: [
    {
      given,
      sql: 'alter table books add constraint books_author_id_fkey foreign key (author_id) references authors on delete cascade;',
      reports: ['deletes'],
    },
    {
      given,
      sql: 'create table works (author_id bigint references authors on delete cascade, first_author bigint references authors on delete cascade);',
      reports: ['deletes'],
      because: 'One finding a file.',
    },
    { given, sql: 'alter table books add foreign key (author_id) references authors on delete set null;', reports: [] },
    {
      given,
      sql: 'alter table books add foreign key (author_id) references authors on delete cascade;',
      options: { parents: '^authors$' },
      reports: [],
    },
  ],
  check: onWrittenConstraints(function* ({ table, constraint }, { options }: RuleContext<Options>) {
    if (constraint.type !== 'foreignKey' || constraint.onDelete !== 'cascade') return;
    const referenced = formatName(constraint.references);
    if (options.parents !== undefined && new RegExp(options.parents).test(referenced)) return;
    yield { message: 'deletes', data: { referenced, table: formatName(table) }, at: constraint.span };
  }),
});
