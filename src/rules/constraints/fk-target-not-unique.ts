import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { formatName } from '../../core/name.js';
import { lacksKey } from '../../effects/foreign-key-errors.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { ConstraintDefinition, ForeignKeyConstraint, Operation } from '../../sql/operation.js';

const isForeignKey = (constraint: ConstraintDefinition): constraint is ForeignKeyConstraint =>
  constraint.type === 'foreignKey';

export default defineRule({
  id: 'fk-target-not-unique',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Reference columns that a key makes unique.',
    condition:
      'A foreign key references columns that are, at this point of the history, neither the primary key nor a unique constraint nor a whole unique index of their table. An index with a predicate or over expressions does not count. Tables that the history does not wholly know are left out.',
    effect: 'PostgreSQL refuses the foreign key (42830, or 42704 where no column is named), and the migration fails.',
    workaround:
      'Make the referenced columns unique first, in migrations of their own, the first of them outside a transaction:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY authors_name_key ON authors (name);\n```\n\n```sql\nALTER TABLE authors ADD CONSTRAINT authors_name_key UNIQUE USING INDEX authors_name_key;\nCREATE TABLE books (id bigint PRIMARY KEY, author text REFERENCES authors (name));\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  options: z.strictObject({}),
  messages: { refused: 'PostgreSQL refuses this foreign key, since nothing makes {columns} of {referenced} unique.' },
  examples: [
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY, name text);',
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, author text REFERENCES authors (name));',
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY, name text);',
      sql: 'CREATE TABLE books (author_id bigint REFERENCES authors (id), author text REFERENCES authors (name));',
      reports: ['refused'],
      because: 'Only the second of the two is refused.',
    },
    {
      given:
        'CREATE TABLE authors (name text, gone boolean); CREATE UNIQUE INDEX authors_name ON authors (name) WHERE NOT gone; CREATE TABLE books (author text);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_author_fk FOREIGN KEY (author) REFERENCES authors (name) NOT VALID;',
      reports: ['refused'],
      because: 'A partial index says nothing of the other rows.',
    },
    {
      given: 'CREATE TABLE authors (name text); CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN author text REFERENCES authors;',
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE authors (name text); CREATE UNIQUE INDEX authors_name ON authors (name);',
      sql: 'CREATE TABLE books (author text REFERENCES authors (name));',
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (author text REFERENCES authors (name));',
      alone: true,
      reports: [],
      because: 'Nobody knows the keys of a table from elsewhere.',
    },
  ],
  check: {
    *createTable(op, context) {
      const written = [...op.columns.flatMap(({ constraints }) => constraints), ...op.constraints];
      yield* judge(op, written.filter(isForeignKey), context);
    },
    *addColumn(op, context) {
      yield* judge(op, op.column.constraints.filter(isForeignKey), context);
    },
    *addConstraint(op, context) {
      yield* judge(op, [op.constraint].filter(isForeignKey), context);
    },
  },
});

function* judge(op: Operation, constraints: readonly ForeignKeyConstraint[], context: RuleContext<unknown>) {
  const { catalog, effects } = context;
  if (constraints.length === 0 || refusal(op, effects, '42830', '42704') === undefined) return;
  for (const { references, referencedColumns, span } of constraints) {
    const target = relationNamed(catalog, references);
    // Of several foreign keys in one CREATE TABLE, the error may be about another one.
    if (target === undefined || !lacksKey(referencedColumns, target, catalog)) continue;
    const columns = referencedColumns.length > 0 ? referencedColumns.join(', ') : 'the rows';
    yield { message: 'refused', data: { columns, referenced: formatName(references) }, at: span } as const;
  }
}
