import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const given = "create type priority as enum ('low', 'high');";

export default defineRule({
  id: 'enum-value-ordering',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  docs: {
    summary: 'Say where a new value of an enum belongs.',
    condition:
      '`ALTER TYPE … ADD VALUE` without BEFORE or AFTER. One finding a file. Not for a type that the same migration created.',
    effect: 'The value goes to the end. ORDER BY, < and > go by this order, and no statement can change it later.',
    workaround:
      "Say it, even where it is the end:\n\n```sql\nALTER TYPE priority ADD VALUE 'urgent' AFTER 'high';\n```",
    references: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-ORDERING'],
  },
  options: z.strictObject({}),
  messages: { atEnd: "Value '{value}' becomes the last of {type}, and its place can never be changed." },
  examples: [
    { given, sql: "alter type priority add value 'urgent';", reports: ['atEnd'] },
    {
      given,
      sql: "alter type priority add value if not exists 'medium'; alter type priority add value 'urgent';",
      reports: ['atEnd'],
    },
    { given, sql: "alter type priority add value 'medium' before 'high';", reports: [] },
    { given, sql: "alter type priority add value 'urgent' after 'high';", reports: [] },
  ],
  check: {
    *addEnumValue(op, { catalog }) {
      const type = catalog.type(op.type);
      if (op.position !== undefined || (typeof type === 'object' && type.unit === catalog.unit)) return;
      if (op.ifNotExists && typeof type === 'object' && type.kind === 'enum' && type.values.includes(op.value)) return;
      yield { message: 'atEnd', data: { value: op.value, type: formatName(op.type) }, at: op.span };
    },
  },
});
