import { z } from 'zod';
import { isManagedSchema } from '../../catalog/managed-schemas.js';
import { formatName, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { hasLockTimeout } from '../../engine/lock-timeout.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';

const books =
  "CREATE TABLE books (id bigint); CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
const trigger = 'CREATE TRIGGER books_touch BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION touch();';

export default defineRule({
  id: 'create-trigger',
  aliases: ['enable-disable-trigger'],
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Bound the time that a change of triggers waits for its table.',
    condition:
      'CREATE TRIGGER, or ENABLE or DISABLE TRIGGER, on an existing table, without a `lock_timeout` in force. Not for the trigger of a table that gets a new column in the same migration, which keeps the two in step. Tables of Supabase are told by lock-on-managed-schema. One finding a file.',
    effect:
      'The change itself is instant, but it waits for all running writes on the table, later writes wait behind it, and the lock is kept to the end of the transaction.',
    workaround:
      "In a short transaction of its own, run again when it times out:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nCREATE TRIGGER books_touch BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION touch();\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createtrigger.html'],
  },
  options: z.strictObject({}),
  messages: { blocks: '{change} takes {mode} on {table}: {waits} until the transaction ends.' },
  examples: [
    { given: books, sql: trigger, reports: ['blocks'] },
    { given: `${books} ${trigger}`, sql: 'ALTER TABLE books DISABLE TRIGGER books_touch;', reports: ['blocks'] },
    {
      given: books,
      sql: `ALTER TABLE books ADD COLUMN touched timestamptz; ${trigger}`,
      reports: [],
      because: 'The trigger fills the new column; the table is locked by ADD COLUMN already.',
    },
    { given: books, sql: `SET LOCAL lock_timeout = '2s'; ${trigger}`, reports: [] },
    { sql: `${books} ${trigger}`, reports: [], because: 'The table is new.' },
  ],
  check: {
    *createTrigger(op, context) {
      yield* judge('CREATE TRIGGER', op.table, op.span, context);
    },
    *setTriggerState(op, context) {
      if (op.objectType === 'rule') return;
      const change = op.state === 'disabled' ? 'DISABLE TRIGGER' : 'ENABLE TRIGGER';
      yield* judge(change, op.table, op.span, context);
    },
  },
});

function* judge(change: string, table: WrittenName, at: Span, context: RuleContext<unknown>) {
  const { effects, script } = context;
  const lock = visible(effects.locks)[0];
  if (
    !lock ||
    isManagedSchema(context.project, lock.relation.schema) ||
    hasLockTimeout(context) ||
    script.statements.some(addsColumn)
  )
    return;
  const data = { change, mode: lock.mode, table: formatName(lock.relation), waits: whoWaits(lock.mode) };
  yield { message: 'blocks', data, at } as const;

  function addsColumn({ operations }: (typeof script.statements)[number]): boolean {
    return operations.some((op) => op.kind === 'addColumn' && op.table.name === table.name);
  }
}
