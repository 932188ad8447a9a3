import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { WrittenName } from '../../core/name.js';
import { formatName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'require-schema-qualified',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Write the schema of what you create.',
    condition:
      'A table, view, function, type or sequence is created, or a table altered or dropped, without its schema. Temporary ones have none. One finding a file.',
    effect: 'Where it goes depends on the search_path of the role that happens to apply the migration.',
    workaround: '```sql\nCREATE TABLE public.books (id bigint PRIMARY KEY);\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH'],
  },
  options: z.strictObject({}),
  messages: { unqualified: 'Which schema {object} is in depends on the search_path of whoever applies this.' },
  examples: [
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY);', reports: ['unqualified'] },
    { sql: 'CREATE VIEW public.a AS SELECT 1 AS x; CREATE VIEW b AS SELECT 1 AS x;', reports: ['unqualified'] },
    { sql: 'CREATE TABLE public.books (id bigint PRIMARY KEY);', reports: [] },
    { sql: 'CREATE TEMPORARY TABLE import (line text);', reports: [] },
    {
      given: 'CREATE SCHEMA library;',
      sql: 'SET search_path = library; CREATE TABLE books (id bigint PRIMARY KEY);',
      reports: [],
      because: 'The migration says itself where it goes.',
    },
  ],
  check: {
    *createTable(op, { script }) {
      if (op.persistence !== 'temporary') yield* judge(op.table, op.span, setsPath(script));
    },
    *createTableAs(op, { script }) {
      if (op.persistence !== 'temporary') yield* judge(op.table, op.span, setsPath(script));
    },
    *createView(op, { script }) {
      if (op.persistence !== 'temporary') yield* judge(op.view, op.span, setsPath(script));
    },
    *createMaterializedView(op, { script }) {
      yield* judge(op.view, op.span, setsPath(script));
    },
    *createFunction(op, { script }) {
      yield* judge(op.function, op.span, setsPath(script));
    },
    *createEnum(op, { script }) {
      yield* judge(op.type, op.span, setsPath(script));
    },
    *dropTable(op, { script, catalog }) {
      if (!isTemporary(catalog, op.table)) yield* judge(op.table, op.span, setsPath(script));
    },
    *addColumn(op, { script, catalog }) {
      if (!isTemporary(catalog, op.table)) yield* judge(op.table, op.span, setsPath(script));
    },
    *dropColumn(op, { script, catalog }) {
      if (!isTemporary(catalog, op.table)) yield* judge(op.table, op.span, setsPath(script));
    },
    *createSequence(op, { script }) {
      if (op.persistence !== 'temporary') yield* judge(op.sequence, op.span, setsPath(script));
    },
  },
});

interface WithOperations {
  readonly statements: readonly {
    readonly operations: readonly { readonly kind: string; readonly name?: unknown }[];
  }[];
}

const setsPath = ({ statements }: WithOperations): boolean =>
  statements.some(({ operations }) =>
    operations.some(({ kind, name }) => kind === 'setSetting' && name === 'search_path'),
  );

const isTemporary = (catalog: Catalog, table: WrittenName): boolean => {
  const relation = catalog.relation(table);
  return typeof relation === 'object' && relation.persistence === 'temporary';
};

function* judge(name: WrittenName, at: Span, pathIsSet: boolean) {
  if (name.schema !== undefined || pathIsSet) return;
  yield { message: 'unqualified', data: { object: formatName(name) }, at } as const;
}
