import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { operationsBefore } from '../../sql/script-order.js';

export default defineRule({
  id: 'drop-owned',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Hand over what a role owns instead of dropping it.',
    condition:
      '`DROP OWNED BY`. Not after `REASSIGN OWNED` in the same migration, and not of a role that the migration created.',
    effect:
      'Every table, view, function and schema that the role owns in this database is dropped with all rows, and all that was granted to ' +
      'the role is revoked. Nothing in the statement shows what that is; with CASCADE it takes objects of others along.',
    workaround:
      'Give its objects to another role first. After that, DROP OWNED only revokes what was granted to it:\n\n' +
      '```sql\nREASSIGN OWNED BY librarian TO CURRENT_USER;\nDROP OWNED BY librarian;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-drop-owned.html',
      'https://www.postgresql.org/docs/current/role-removal.html',
    ],
  },
  options: z.strictObject({}),
  messages: {
    dropsAll: 'DROP OWNED drops everything that {roles} owns in this database, tables with all their rows among it.',
    takesAlong:
      'DROP OWNED with CASCADE drops everything that {roles} owns in this database, tables with all their rows, and all that depends on it.',
  },
  examples: [
    { given: 'create role librarian;', sql: 'drop owned by librarian;', reports: ['dropsAll'] },
    { given: 'create role librarian;', sql: 'drop owned by librarian cascade;', reports: ['takesAlong'] },
    {
      given: 'create role librarian;',
      sql: 'reassign owned by librarian to current_user; drop owned by librarian;',
      reports: [],
      because: 'The role owns nothing any more: only its privileges go.',
    },
    { sql: 'create role scratch; drop owned by scratch;', reports: [] },
  ],
  check: {
    *dropOwned(op, { script }) {
      const before = operationsBefore(script, op);
      const isHandedOver = before.some((earlier) => earlier.kind === 'otherDdl' && earlier.tag === 'REASSIGN OWNED');
      const made = before.flatMap((earlier) => (earlier.kind === 'createRole' ? [earlier.role] : []));
      const roles = op.roles.filter((role) => !made.includes(role));
      if (isHandedOver || roles.length === 0) return;
      const data = { roles: listText(roles) };
      const names = roles.map(quoteIdentifier).join(', ');
      const workaround = `Hand its objects over first:\n\n\`\`\`sql\nREASSIGN OWNED BY ${names} TO CURRENT_USER;\n\`\`\``;
      const place = { at: op.span, subject: roles.join(), workaround };
      if (op.cascade) yield { message: 'takesAlong', data, ...place };
      else yield { message: 'dropsAll', data, ...place };
    },
  },
});
