import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Routine } from '../../catalog/model.js';
import { matchesArguments } from '../../catalog/routine-signature.js';
import { formatName, formatQualified, quoteName } from '../../core/name.js';
import { isSameType } from '../../effects/type-facts.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';
import type { CreateFunction, FunctionArgument } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsAfter } from '../../sql/script-order.js';

const given = 'create function total(a int) returns int language sql return a;';

export default defineRule({
  id: 'function-signature-change',
  category: 'compatibility',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Drop the old function when you change what a function takes or gives.',
    condition:
      '`CREATE OR REPLACE FUNCTION` of one that exists, with another return type, another name of a parameter or one ' +
      'default less: an error. Or a function of the same name whose further parameters all have defaults, ' +
      'while the old one stays: a warning.',
    effect:
      'The server refuses the first (42P13). The second makes an overload: a call that fits both fails from then on (42725, in PostgREST PGRST203).',
    workaround:
      'Drop the old function in the same transaction, and grant again what was granted on it:\n\n```sql\n' +
      'DROP FUNCTION total(int);\nCREATE FUNCTION total(a int, b int DEFAULT 0) RETURNS int LANGUAGE sql RETURN a + b;\n' +
      'GRANT EXECUTE ON FUNCTION total(int, int) TO PUBLIC;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-createfunction.html',
      'https://www.postgresql.org/docs/current/xfunc-overload.html',
    ],
  },
  options: z.strictObject({}),
  messages: {
    ambiguous: 'Calls of {function} with {count} fit {old} as well as this one, and fail: the server cannot choose.',
    refused: 'The server refuses to replace function {function}: {error}.',
  },
  examples: [
    {
      given,
      sql: 'create or replace function total(a int, b int default 0) returns int language sql return a + b;',
      reports: ['ambiguous'],
    },
    {
      given: 'create function total(a int, b int default 0) returns int language sql return a + b;',
      sql: 'create function total(a int) returns int language sql return a;',
      reports: ['ambiguous'],
    },
    {
      given,
      sql: 'create or replace function total(a int) returns bigint language sql return a;',
      reports: ['refused'],
    },
    {
      given: "create function shelf(n int) returns table (id int, title text) language sql as $$ select 1, 'a' $$;",
      sql: "create or replace function shelf(n int) returns table (id int, title text, isbn text) language sql as $$ select 1, 'a', 'b' $$;",
      reports: ['refused'],
    },
    {
      given,
      sql: 'drop function total(int); create function total(a int, b int default 0) returns int language sql return a + b;',
      reports: [],
      because: 'The old one is gone.',
    },
    {
      given,
      sql: 'create function total(a int, b int default 0) returns int language sql return a + b; drop function total(int);',
      reports: [],
    },
    {
      given,
      sql: 'create function total(a int, b int) returns int language sql return a + b;',
      reports: [],
      because: 'The number of arguments tells them apart.',
    },
    { given, sql: 'create or replace function total(a int) returns int language sql return a + 1;', reports: [] },
  ],
  check: {
    *createFunction(op, { catalog, effects, script }) {
      const name = formatName(op.function);
      const place = { at: op.span, subject: `function ${formatQualified(catalog.resolve(op.function))}` };
      const error = refusal(op, effects, '42P13');
      if (error !== undefined) {
        const workaround = dropFirst(op, inputs(op.arguments));
        yield {
          message: 'refused',
          data: { function: name, error: error.message },
          severity: 'error',
          ...place,
          workaround,
        };
        return;
      }
      const rival = rivalOf(op, catalog);
      if (rival === undefined || isDropped(rival, op, catalog, script)) return;
      const shared = Math.min(inputs(rival.arguments).length, inputs(op.arguments).length);
      const types = inputs(rival.arguments).map(({ type }) => formatType(type));
      const data = {
        function: name,
        count: shared === 1 ? 'one argument' : shared === 0 ? 'no arguments' : `${shared} arguments`,
        old: `${name}(${types.join(', ')})`,
      };
      yield { message: 'ambiguous', data, ...place, workaround: dropFirst(op, inputs(rival.arguments)) };
    },
  },
});

const inputs = (args: readonly FunctionArgument[]): readonly FunctionArgument[] =>
  args.filter(({ mode }) => mode === 'in' || mode === 'inout');

/** Another function that takes the same first arguments, where whatever either takes beyond them may be left out. */
function rivalOf(op: CreateFunction, catalog: Catalog): Routine | undefined {
  const routines = catalog.routines(op.function);
  if (typeof routines === 'string') return undefined;
  const own = inputs(op.arguments);
  return routines.find((routine) => {
    if (
      routine.objectType !== op.objectType ||
      matchesArguments(
        routine,
        own.map(({ type }) => type),
      )
    )
      return false;
    const [short = [], long = []] = [own, inputs(routine.arguments)].toSorted((a, b) => a.length - b.length);
    const isPrefix = short.every((arg, at) => isSame(arg, long[at]));
    return isPrefix && long.slice(short.length).every((arg) => arg.default !== undefined);
  });
}

const isSame = (a: FunctionArgument, b: FunctionArgument | undefined): boolean =>
  b !== undefined && isSameType(a.type, b.type) && (a.name === b.name || a.name === undefined || b.name === undefined);

const isDropped = (rival: Routine, op: CreateFunction, catalog: Catalog, script: Script): boolean =>
  operationsAfter(script, op).some(
    (later) =>
      later.kind === 'dropObject' &&
      formatQualified(catalog.resolve(later.object)) === formatQualified(rival.name) &&
      matchesArguments(rival, later.object.arguments),
  );

const dropFirst = (op: CreateFunction, args: readonly FunctionArgument[]): string =>
  'Drop the old one first, in the same transaction, and grant again what was granted on it:\n\n' +
  `\`\`\`sql\nDROP ${op.objectType.toUpperCase()} ${quoteName(op.function)}(${args.map(({ type }) => formatType(type)).join(', ')});\n\`\`\``;
