import { z } from 'zod';
import { isManagedSchema } from '../../catalog/managed-schemas.js';
import type { Edit } from '../../core/edit.js';
import type { Section } from '../../core/migration.js';
import { formatName, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import type { LockEffect } from '../../effects/effects.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { isRightBefore } from '../../engine/adjacent.js';
import { hasLockTimeout } from '../../engine/lock-timeout.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { CreateTrigger, DropObject } from '../../sql/operation.js';
import { operationsAfter } from '../../sql/script-order.js';

const books =
  "CREATE TABLE books (id bigint); CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER books_touch BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION touch();";
const body = 'TRIGGER books_touch BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION touch();';

export default defineRule({
  id: 'drop-trigger',
  aliases: ['alter-trigger', 'create-rule'],
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Replace a trigger instead of dropping it.',
    condition:
      'DROP TRIGGER, ALTER TRIGGER … RENAME, CREATE RULE, DROP RULE, or ENABLE or DISABLE RULE on an existing table, without a `lock_timeout` in force. Where the same migration creates a trigger of that name again (PostgreSQL 14), also with one. DROP … IF EXISTS of what is not there is silent. Tables of Supabase are told by lock-on-managed-schema. One finding a file.',
    effect:
      'The change itself is instant, but it waits for every running query on the table, all later ones wait behind it, and the lock is kept to the end of the transaction.',
    workaround:
      "From PostgreSQL 14 on, CREATE OR REPLACE leaves reads alone:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nCREATE OR REPLACE TRIGGER books_touch BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION touch();\n```\n\nWhere the trigger has to go, drop it in a short transaction of its own, run again when it times out:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nDROP TRIGGER books_touch ON books;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createtrigger.html'],
  },
  options: z.strictObject({}),
  messages: {
    blocks: '{change} takes {mode} on {table}: {waits} until the transaction ends.',
    replaces:
      'DROP TRIGGER takes {mode} on {table}, so that {waits}, and the trigger is made again below: CREATE OR REPLACE TRIGGER would leave reads alone.',
  },
  examples: [
    { given: books, sql: 'DROP TRIGGER books_touch ON books;', reports: ['blocks'] },
    {
      given: books,
      sql: `DROP TRIGGER IF EXISTS books_touch ON books;\nCREATE ${body}`,
      reports: ['replaces'],
      fixed: `CREATE OR REPLACE ${body}`,
    },
    {
      given: books,
      sql: 'CREATE RULE keep AS ON DELETE TO books DO INSTEAD NOTHING; ALTER TRIGGER books_touch ON books RENAME TO touched;',
      reports: ['blocks'],
      because: 'Tables of Supabase are told by lock-on-managed-schema. One finding a file.',
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'DROP TRIGGER IF EXISTS books_touch ON books;',
      reports: [],
      because: 'There is no such trigger, and the server locks nothing.',
    },
    { given: books, sql: "SET LOCAL lock_timeout = '2s'; DROP TRIGGER books_touch ON books;", reports: [] },
    { sql: `${books} DROP TRIGGER books_touch ON books;`, reports: [], because: 'The table is new.' },
  ],
  check: {
    *dropObject(op, context) {
      const { objectType, object } = op;
      if (!object.on || (objectType !== 'trigger' && objectType !== 'rule')) return;
      const again = objectType === 'trigger' ? madeAgain(op, context) : undefined;
      if (!again) yield* judge(`DROP ${objectType.toUpperCase()}`, op.span, context);
      else {
        const lock = lockOnTable(context);
        const fix = replacement(op, again, context.section);
        if (lock) yield { message: 'replaces', data: dataOf(lock), at: op.span, fix };
      }
    },
    *renameObject({ objectType, span }, context) {
      if (objectType === 'trigger') yield* judge('ALTER TRIGGER', span, context);
    },
    *createRule({ span }, context) {
      yield* judge('CREATE RULE', span, context);
    },
    *setTriggerState({ objectType, state, span }, context) {
      if (objectType !== 'rule') return;
      yield* judge(state === 'disabled' ? 'DISABLE RULE' : 'ENABLE RULE', span, context);
    },
  },
});

const lockOnTable = ({ effects }: RuleContext<unknown>): LockEffect | undefined =>
  visible(effects.locks).find(({ target }) => target === 'table');

const dataOf = ({ mode, relation }: LockEffect) => ({ mode, table: formatName(relation), waits: whoWaits(mode) });

function* judge(change: string, at: Span, context: RuleContext<unknown>) {
  const lock = lockOnTable(context);
  if (!lock || hasLockTimeout(context) || isManagedSchema(context.project, lock.relation.schema)) return;
  yield { message: 'blocks', data: { change, ...dataOf(lock) }, at } as const;
}

/** The same migration makes the trigger again in a way that could replace it. */
function madeAgain(op: DropObject, { script, catalog, project }: RuleContext<unknown>) {
  if (project.server.version < 14) return undefined;
  const nameOf = (table: WrittenName): string => formatName(catalog.resolve(table));
  const { name, on } = op.object;
  return operationsAfter(script, op).find(
    (later): later is CreateTrigger =>
      later.kind === 'createTrigger' &&
      !later.constraint &&
      later.trigger === name &&
      on !== undefined &&
      nameOf(later.table) === nameOf(on),
  );
}

/** Where the two stand next to each other, with nothing in between. */
function replacement(op: DropObject, again: CreateTrigger, section: Section): readonly Edit[] | undefined {
  const written = /^create\s+(or\s+replace\s+)?/i.exec(section.text.slice(again.span.start, again.span.end))?.[0];
  if (op.cascade || written === undefined || !isRightBefore(section, op.span, again.span)) return undefined;
  const span = { start: op.span.start, end: again.span.start + written.length };
  return [{ span, text: written.startsWith('c') ? 'create or replace ' : 'CREATE OR REPLACE ' }];
}
