import { z } from 'zod';
import type { Span } from '../../core/span.js';
import { defineRule } from '../../engine/rule.js';

const pattern = (what: string) =>
  z.string().optional().describe(`A regular expression that names of ${what} must match.`);

const options = z.strictObject({
  tables: pattern('tables'),
  columns: pattern('columns'),
  views: pattern('views'),
  functions: pattern('functions'),
  types: pattern('enums and domains'),
  indexes: pattern('indexes'),
  constraints: pattern('constraints'),
  policies: pattern('policies'),
  triggers: pattern('triggers'),
});
type Naming = z.output<typeof options>;

export default defineRule({
  id: 'naming',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Name things as the project has agreed.',
    condition:
      'A new object has a name that does not match the regular expression which the options give for its kind. Without options it is silent.',
    effect: 'Names that follow no rule have to be looked up.',
    workaround: '```json\n{ "rules": { "naming": ["warning", { "tables": "^[a-z_]+s$", "indexes": "_idx$" }] } }\n```',
    references: [],
  },
  options,
  messages: { unlike: 'The name {name} does not match {pattern}, which the project asks of {kind}.' },
  examples: [
    { sql: 'CREATE TABLE book (id bigint PRIMARY KEY);', options: { tables: 's$' }, reports: ['unlike'] },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: 'CREATE INDEX by_title ON books (title);',
      options: { indexes: '_idx$' },
      reports: ['unlike'],
    },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      options: { tables: 's$', columns: '^[a-z_]+$' },
      reports: [],
    },
    { sql: 'CREATE TABLE book (id bigint PRIMARY KEY);', reports: [], because: 'The project asks for nothing.' },
  ],
  check: {
    *createTable(op, context) {
      yield* judge('tables', op.table.name, op.span, context);
      for (const { name, span } of op.columns) yield* judge('columns', name, span, context);
      for (const { name, span } of op.constraints) yield* judge('constraints', name, span, context);
    },
    *addColumn({ column }, context) {
      yield* judge('columns', column.name, column.span, context);
    },
    *renameColumn(op, context) {
      yield* judge('columns', op.to, op.span, context);
    },
    *addConstraint({ constraint }, context) {
      yield* judge('constraints', constraint.name, constraint.span, context);
    },
    *createView(op, context) {
      yield* judge('views', op.view.name, op.span, context);
    },
    *createMaterializedView(op, context) {
      yield* judge('views', op.view.name, op.span, context);
    },
    *createFunction(op, context) {
      yield* judge('functions', op.function.name, op.span, context);
    },
    *createEnum(op, context) {
      yield* judge('types', op.type.name, op.span, context);
    },
    *createDomain(op, context) {
      yield* judge('types', op.domain.name, op.span, context);
    },
    *createIndex(op, context) {
      yield* judge('indexes', op.index, op.span, context);
    },
    *createPolicy(op, context) {
      yield* judge('policies', op.policy, op.span, context);
    },
    *createTrigger(op, context) {
      yield* judge('triggers', op.trigger, op.span, context);
    },
  },
});

function* judge(kind: keyof Naming, name: string | undefined, at: Span, context: { readonly options: Naming }) {
  const wanted = context.options[kind];
  if (wanted === undefined || name === undefined || name === '' || new RegExp(wanted).test(name)) return;
  yield { message: 'unlike', data: { kind, name, pattern: wanted }, at, subject: name } as const;
}
