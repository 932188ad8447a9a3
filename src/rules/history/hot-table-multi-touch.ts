import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { blocksReads } from '../../core/lock-mode.js';
import type { Migration } from '../../core/migration.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule, type Project, type ProjectContext } from '../../engine/rule.js';
import type { Wait } from '../../engine/waits.js';

const books = 'CREATE TABLE books (id bigint);';
const steps = ['ALTER TABLE books ADD COLUMN a int;', 'ALTER TABLE books ADD COLUMN b int;'];

export default defineRule({
  id: 'hot-table-multi-touch',
  aliases: ['cumulative-lock-budget'],
  category: 'history',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Do not lock the same table in one new migration after another.',
    condition:
      'Of the migrations that are new since the commit that is compared with (`--since`, `--staged`, `--changed`), `migrations` or more take SHARE or a stronger lock on one table that was there before them.',
    effect:
      'One deployment makes the reads or writes of that table wait several times, each time behind whatever query is running.',
    workaround:
      'Put changes that are instant into one migration, so that the lock is taken once:\n\n```sql\nALTER TABLE books ADD COLUMN d integer, ADD COLUMN e integer, ADD COLUMN f integer;\n```',
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],
  },
  options: z.strictObject({
    migrations: z.int().min(2).default(3).describe('How many new migrations may not lock one table.'),
  }),
  messages: { often: '{count} new migrations lock {table}, and {who} on it wait each time: {migrations}.' },
  examples: [
    {
      given: [books, ...steps],
      sql: 'ALTER TABLE books ADD COLUMN c int;',
      base: { '0001_example': books },
      reports: ['often'],
    },
    {
      given: [books, 'ALTER TABLE books ADD COLUMN a int;'],
      sql: 'CREATE INDEX books_id ON books (id);',
      base: { '0001_example': books },
      options: { migrations: 2 },
      reports: ['often'],
    },
    {
      given: books,
      sql: 'CREATE INDEX books_id ON books (id);',
      after: ['ALTER TABLE books ADD COLUMN c int;'],
      base: { '0001_example': books, '0003_example': 'ALTER TABLE books ADD COLUMN c int;' },
      options: { migrations: 2 },
      reports: [],
      because: 'Only one of them is new.',
    },
    {
      given: [books, ...steps],
      sql: 'ALTER TABLE books ADD COLUMN c int;',
      reports: [],
      because: 'Nothing says which are new.',
    },
    {
      given: [books, ...steps],
      sql: 'ALTER TABLE books ADD COLUMN c int;',
      base: {},
      reports: [],
      because: 'The table is as new as the others.',
    },
  ],
  check: {
    *history(context) {
      for (const waits of byTable(context)) {
        const migrations = [...new Set(waits.map(({ migration }) => migration.id))];
        const last = waits.at(-1);
        if (migrations.length < context.options.migrations || last === undefined) continue;
        const table = formatName(last.relation);
        const who = waits.some(({ mode }) => blocksReads(mode)) ? 'reads and writes' : 'writes';
        const data = { count: String(migrations.length), table, who, migrations: listText(migrations) };
        yield { message: 'often', data, at: last.span, path: last.migration.path, subject: table };
      }
    },
  },
});

/** Of the new migrations, on tables that are not as new. */
function byTable({ project, waits, catalog, originOf }: ProjectContext<unknown>): Iterable<readonly Wait[]> {
  const groups = new Map<string, Wait[]>();
  const isNew = newSinceBase(project);
  for (const wait of waits) {
    if (!isNew(wait.migration.id)) continue;
    const relation = catalog.relation(wait.relation);
    const origin = typeof relation === 'object' ? originOf(relation.unit) : undefined;
    const maker = origin && project.migrations.find(({ up }: Migration) => up === origin);
    if (relation === 'absent' || (maker && isNew(maker.id))) continue;
    const key = formatQualified(wait.relation);
    groups.set(key, [...(groups.get(key) ?? []), wait]);
  }
  return groups.values();
}

function newSinceBase({ base }: Project): (id: string) => boolean {
  const known = new Set([...(base?.migrations ?? []), ...(base?.applied ?? [])].map(({ id }) => id));
  return (id) => base !== undefined && !known.has(id);
}
