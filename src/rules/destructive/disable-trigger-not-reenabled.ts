import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation, SetTriggerState } from '../../sql/operation.js';
import { operationsAfter } from '../../sql/script-order.js';

const given =
  "create table books (id bigint primary key); create function log() returns trigger language plpgsql as 'begin return new; end'; " +
  'create trigger books_log after update on books for each row execute function log();';

export default defineRule({
  id: 'disable-trigger-not-reenabled',
  category: 'destructive',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Enable triggers again in the migration that disables them.',
    condition:
      '`DISABLE TRIGGER` of one trigger, `USER` or `ALL`, and no `ENABLE` of it later in the same migration. Not where the ' +
      'migration drops the trigger or its table, not of a trigger that it made itself, and not of rules. A `session_replication_role` that stays is ' +
      'what `session-setting-leak` speaks of.',
    effect:
      'From then on writes skip the trigger. `ALL` also turns foreign keys off: rows stay behind that reference nothing, ' +
      'and no later check finds them.',
    workaround:
      'Enable it again in the same transaction:\n\n```sql\nALTER TABLE books DISABLE TRIGGER books_log;\n' +
      'UPDATE books SET id = id + 1000 WHERE id < 1000;\nALTER TABLE books ENABLE TRIGGER books_log;\n```\n\n' +
      'Or drop the trigger, where it is no longer wanted:\n\n```sql\nDROP TRIGGER books_log ON books;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER',
    ],
  },
  options: z.strictObject({}),
  messages: {
    staysOff: 'Trigger {trigger} of {table} stays disabled: writes skip it from now on.',
    userOff: 'All triggers of {table} stay disabled: writes skip them from now on.',
    allOff:
      'All triggers of {table} stay disabled, those that keep its foreign keys among them: rows may reference nothing.',
  },
  examples: [
    { given, sql: 'alter table books disable trigger books_log;', reports: ['staysOff'] },
    {
      given: `${given} create trigger books_other before insert on books for each row execute function log();`,
      sql: 'alter table books disable trigger user; alter table books enable trigger books_other; alter table books disable trigger all;',
      reports: ['userOff', 'allOff'],
    },
    {
      given,
      sql: 'alter table books disable trigger books_log; update books set id = 2 where id = 1; alter table books enable trigger books_log;',
      reports: [],
    },
    {
      given,
      sql: 'alter table books disable trigger all; delete from books where id = 1; alter table books enable trigger all;',
      reports: [],
    },
    {
      given,
      sql: 'alter table books disable trigger books_log; update books set id = 2 where id = 1; drop trigger books_log on books;',
      reports: [],
      because: 'It was disabled only until it was dropped.',
    },
    {
      given,
      sql: 'create trigger books_new before update on books for each row execute function log(); alter table books disable trigger books_new;',
      reports: [],
      because: 'It never was on, so that nobody can miss it.',
    },
  ],
  check: {
    *setTriggerState(op, { catalog, script }) {
      if (op.objectType !== 'trigger' || op.state !== 'disabled') return;
      const table = formatQualified(catalog.resolve(op.table));
      if (operationsAfter(script, op).some((later) => undoes(later, op, table, catalog))) return;
      const place = { at: op.span, subject: `${table} ${nameOf(op)}`, workaround: enableAgain(op) };
      const data = { table: formatName(op.table) };
      if (typeof op.name === 'string') {
        const trigger = relationNamed(catalog, op.table)?.triggers.get(op.name);
        const isDeliberate = trigger?.state === 'disabled' || trigger?.unit === catalog.unit;
        if (!isDeliberate) yield { message: 'staysOff', data: { trigger: op.name, ...data }, ...place };
      } else if (op.name.every === 'user') yield { message: 'userOff', data, ...place };
      else yield { message: 'allOff', data, ...place };
    },
  },
});

const nameOf = ({ name }: SetTriggerState): string => (typeof name === 'string' ? name : name.every);

function undoes(later: Operation, op: SetTriggerState, table: string, catalog: Catalog): boolean {
  if (later.kind === 'dropTable') return formatQualified(catalog.resolve(later.table)) === table;
  if (later.kind === 'dropObject')
    return later.objectType === 'trigger' && later.object.name === op.name && isOn(later.object.on, table, catalog);
  if (later.kind !== 'setTriggerState' || later.state === 'disabled' || !isOn(later.table, table, catalog))
    return false;
  const enabled = nameOf(later);
  return enabled === nameOf(op) || (typeof later.name !== 'string' && (enabled === 'all' || nameOf(op) !== 'all'));
}

const isOn = (written: SetTriggerState['table'] | undefined, table: string, catalog: Catalog): boolean =>
  written !== undefined && formatQualified(catalog.resolve(written)) === table;

function enableAgain(op: SetTriggerState): string {
  const name = typeof op.name === 'string' ? quoteIdentifier(op.name) : op.name.every.toUpperCase();
  return `Enable it again at the end of this migration:\n\n\`\`\`sql\nALTER TABLE ${quoteName(op.table)} ENABLE TRIGGER ${name};\n\`\`\``;
}
