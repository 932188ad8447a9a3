import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Routine } from '../../catalog/model.js';
import { matchesArguments, sameSignature } from '../../catalog/routine-signature.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation, Volatility } from '../../sql/operation.js';

const given = [
  'create function slug(text) returns text immutable language sql return lower($1);',
  'create table books (id bigint primary key, title text); create index books_slug on books (slug(title));',
];

export default defineRule({
  id: 'function-volatility-change',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Do not change the volatility of a function that indexes are built on.',
    condition:
      '`CREATE OR REPLACE FUNCTION` or `ALTER FUNCTION` changes IMMUTABLE, STABLE or VOLATILE of a function that an index or a ' +
      'generated column calls.',
    effect:
      'The server does not look at what was built before. Where the function is no longer IMMUTABLE, queries no longer ' +
      'use the index, and a dump of the database can no longer be restored.',
    workaround:
      'Make a function of another name, and build the index on it:\n\n' +
      '```sql\nCREATE FUNCTION slug_of(text) RETURNS text IMMUTABLE LANGUAGE sql RETURN lower(trim($1));\n```\n\n' +
      '```sql\nCREATE INDEX CONCURRENTLY books_slug_of ON books (slug_of(title));\n```\n\n' +
      '```sql\nDROP INDEX CONCURRENTLY books_slug;\n```',
    references: ['https://www.postgresql.org/docs/current/xfunc-volatility.html'],
  },
  options: z.strictObject({}),
  messages: { used: 'Function {function} becomes {to}, while {users} was built on it being {from}.' },
  examples: [
    { given, sql: 'alter function slug(text) stable;', reports: ['used'] },
    {
      given,
      sql: 'create or replace function slug(text) returns text language sql return lower($1);',
      reports: ['used'],
      because: 'VOLATILE is the default.',
    },
    {
      given,
      sql: 'create or replace function slug(text) returns text immutable language sql return lower($1);',
      reports: [],
    },
    {
      given: 'create function slug(text) returns text immutable language sql return lower($1);',
      sql: 'alter function slug(text) volatile;',
      reports: [],
      because: 'Nothing is built on it.',
    },
  ],
  check: {
    *createFunction(op, { catalog }) {
      const old = op.orReplace ? find(catalog, op.function, (one) => sameSignature(one, op.arguments)) : undefined;
      yield* judge(op, old, op.volatility, catalog);
    },
    *alterFunction(op, { catalog }) {
      const old = find(catalog, op.function, (routine) => matchesArguments(routine, op.function.arguments));
      yield* judge(op, old, op.volatility, catalog);
    },
  },
});

function find(catalog: Catalog, name: Routine['name'] | { name: string }, matches: (routine: Routine) => boolean) {
  const routines = catalog.routines(name);
  return typeof routines === 'string' ? undefined : routines.find(matches);
}

function* judge(op: Operation, old: Routine | undefined, to: Volatility | undefined, catalog: Catalog) {
  if (old === undefined || to === undefined || old.volatility === to) return;
  const users = catalog
    .dependentsOfRoutine(old.name)
    .filter(({ objectType }) => objectType === 'index' || objectType === 'generated column');
  if (users.length === 0) return;
  const data = {
    function: formatName(old.name),
    from: old.volatility.toUpperCase(),
    to: to.toUpperCase(),
    users: listText(users.map(({ objectType, name }) => `${objectType} ${name}`)),
  };
  yield { message: 'used', data, at: op.span, subject: formatQualified(old.name) } as const;
}
