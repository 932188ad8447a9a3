import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { listText } from '../../core/list-text.js';
import type { Migration } from '../../core/migration.js';
import type { Span } from '../../core/span.js';
import { declareDependencies, reachableFrom } from '../../engine/dependencies.js';
import { defineRule, type FileContext } from '../../engine/rule.js';
import { usedObjects } from '../../engine/used-objects.js';
import { operationsOf } from '../../sql/script-order.js';

const books = 'create table books (id bigint primary key);';
const loans = 'create table loans (book_id bigint references books);';

export default defineRule({
  id: 'undeclared-dependency',
  category: 'history',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Declare the migrations whose objects you use.',
    condition:
      'A migration uses a table, column, view, type, function or index that another migration made, and does not depend on ' +
      'that one by what is declared, near or far. Only where the project declares dependencies at all. `pgairlock graph` ' +
      'shows all of them.',
    effect: 'Whoever moves or undoes the other migration is not told that this one needs it.',
    workaround: 'Add the migration to the `Depends on:` line of this one.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { undeclared: 'It uses {objects} of {migration} and does not say that it depends on it.' },
  examples: [
    {
      given: ['create table readers (id bigint primary key);', books],
      sql: loans,
      ids: ['0001_readers', '0002_books', '0003_loans'],
      dependencies: { '0003_loans': ['0001_readers'] },
      reports: ['undeclared'],
    },
    {
      given: ["create type state as enum ('out', 'back');", books],
      sql: 'create table loans (state state);\ncreate view out_loans as select * from loans join books on true;',
      ids: ['0001_state', '0002_books', '0003_loans'],
      dependencies: { '0002_books': ['0001_state'] },
      reports: ['undeclared', 'undeclared'],
    },
    {
      given: ["create type state as enum ('out', 'back');", books],
      sql: 'alter table books add state state;',
      ids: ['0001_state', '0002_books', '0003_book_state'],
      dependencies: { '0002_books': ['0001_state'], '0003_book_state': ['0002_books'] },
      reports: [],
      because: '0002_books leads to 0001_state.',
    },
    {
      given: ['create table a (id int);', books],
      sql: 'alter table books add isbn text;',
      ids: ['a', 'books@v1', 'books'],
      dependencies: { 'books@v1': ['a'] },
      reports: [],
      because: 'It is the same change, reworked.',
    },
    { given: books, sql: loans, reports: [], because: 'The project declares no dependencies.' },
  ],
  check: {
    *fileEnd(context) {
      const { project, migration } = context;
      if (!declareDependencies(project.migrations)) return;
      const uses = usesByMigration(context, context.catalog);
      uses.delete(migration);
      if (uses.size === 0) return;
      const declared = new Set([...reachableFrom(migration, project.migrations)].map(changeOf));
      for (const [other, { objects, at }] of uses) {
        if (changeOf(other) === changeOf(migration) || declared.has(changeOf(other))) continue;
        const data = { objects: listText([...objects], 3), migration: other.id };
        yield { message: 'undeclared', data, at, subject: other.id };
      }
    },
  },
});

/** Sqitch keeps the older states of a change as `change@tag`; each comes after the one before it anyway. */
const changeOf = ({ id }: Migration): string => id.replace(/@.*$/, '');

interface Use {
  readonly objects: Set<string>;
  /** The first operation that uses one of them. */
  readonly at: Span;
}

function usesByMigration(
  { script, migrationOf }: Pick<FileContext<unknown>, 'script' | 'migrationOf'>,
  catalog: Catalog,
): Map<Migration, Use> {
  const uses = new Map<Migration, Use>();
  for (const op of operationsOf(script)) {
    for (const { text, unit } of usedObjects(op, catalog)) {
      const maker = migrationOf(unit);
      if (maker === undefined) continue;
      const use = uses.get(maker) ?? { objects: new Set<string>(), at: op.span };
      use.objects.add(text);
      uses.set(maker, use);
    }
  }
  return uses;
}
