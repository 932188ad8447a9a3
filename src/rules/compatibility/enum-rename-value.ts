import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, formatQualified, quoteLiteral, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { RenameEnumValue } from '../../sql/operation.js';

const given =
  "create type state as enum ('new', 'lent'); create table books (id bigint primary key, state state not null default 'new');";

export default defineRule({
  id: 'enum-rename-value',
  category: 'compatibility',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Add a new value to an enum instead of renaming one that code uses.',
    condition:
      '`ALTER TYPE … RENAME VALUE` of a type that existed before the migration. Not of one that the same migration created.',
    effect:
      'It is instant, but from that moment the release that still runs fails when it writes the old value, and meets one ' +
      'that it does not know when it reads. Bodies of functions keep the old one as text.',
    workaround:
      'Add the new value, let all code understand both, move the rows in batches, and let the old value be:\n\n' +
      "```sql\nALTER TYPE state ADD VALUE 'borrowed' AFTER 'lent';\n```\n\n" +
      "```sql\nUPDATE books SET state = 'borrowed' WHERE state = 'lent' AND id BETWEEN 1 AND 10000;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertype.html'],
  },
  options: z.strictObject({}),
  messages: {
    breaksCode: "Renaming value '{value}' of {type} to '{to}' breaks running code that writes or expects '{value}'.",
  },
  examples: [
    { given, sql: "alter type state rename value 'lent' to 'borrowed';", reports: ['breaksCode'] },
    { sql: "alter type library.state rename value 'lent' to 'borrowed';", alone: true, reports: ['breaksCode'] },
    { given, sql: "alter type state add value 'borrowed' after 'lent';", reports: [] },
    {
      sql: "create type state as enum ('lent'); alter type state rename value 'lent' to 'borrowed';",
      reports: [],
      because: 'The type is new.',
    },
  ],
  check: {
    *renameEnumValue(op, { catalog }) {
      const type = catalog.type(op.type);
      if (type === 'absent' || (typeof type === 'object' && type.unit === catalog.unit)) return;
      yield {
        message: 'breaksCode',
        data: { value: op.value, type: formatName(op.type), to: op.to },
        at: op.span,
        subject: `${formatQualified(catalog.resolve(op.type))} ${op.value}`,
        workaround: addAndMove(op, catalog),
      };
    },
  },
});

function addAndMove({ type, value, to }: RenameEnumValue, catalog: Catalog): string {
  const found = catalog.type(type);
  const users = typeof found === 'object' ? catalog.usersOfType(found.name) : [];
  const moves = users.map(
    ({ table, column }) =>
      `UPDATE ${quoteName(table.name)} SET ${column} = ${quoteLiteral(to)} WHERE ${column} = ${quoteLiteral(value)}; -- in batches\n`,
  );
  const add = `\`\`\`sql\nALTER TYPE ${quoteName(type)} ADD VALUE ${quoteLiteral(to)} AFTER ${quoteLiteral(value)};\n\`\`\``;
  return (
    `Add the new value beside the old one, and let all code understand both:\n\n${add}` +
    (moves.length > 0 ? `\n\nThen move the rows in a later migration:\n\n\`\`\`sql\n${moves.join('')}\`\`\`` : '')
  );
}
