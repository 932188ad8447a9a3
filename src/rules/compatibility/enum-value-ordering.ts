import { z } from 'zod';
import { formatName, quoteLiteral, quoteName } from '../../core/name.js';
import { belongsBefore } from '../../engine/enum-scale.js';
import { defineRule } from '../../engine/rule.js';

const given = "create type priority as enum ('low', 'high');";

export default defineRule({
  id: 'enum-value-ordering',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  docs: {
    summary: 'Put a new value of an enum at its place.',
    condition:
      '`ALTER TYPE … ADD VALUE` without BEFORE or AFTER, where the values so far go up or down a scale (levels, sizes, plans, roles, times, numbers) and the new one does not go on at its end. Judged alone, a file does not show the values, and is asked to say the place. One finding a file. Not for a type that the same migration created, or whose values a whole history does not show.',
    effect: 'The value goes to the end. ORDER BY, < and > go by this order, and no statement can change it later.',
    workaround: "Say where it belongs:\n\n```sql\nALTER TYPE priority ADD VALUE 'medium' BEFORE 'high';\n```",
    references: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-ORDERING'],
  },
  options: z.strictObject({}),
  messages: {
    atEnd:
      "Value '{value}' becomes the last of {type}, where it belongs before '{next}', and its place can never be changed.",
    unseen:
      "Value '{value}' becomes the last of {type}, whose other values this file does not show; its place can never be changed.",
  },
  examples: [
    { given, sql: "alter type priority add value 'medium';", reports: ['atEnd'] },
    {
      given,
      sql: "alter type priority add value if not exists 'medium'; alter type priority add value 'none';",
      reports: ['atEnd'],
    },
    { given, sql: "alter type priority add value 'urgent';", reports: [], because: 'It is more than high.' },
    {
      given: "create type tier as enum ('pro_monthly', 'basic_monthly', 'pro_yearly', 'basic_yearly');",
      sql: "alter type tier add value 'business_monthly';",
      reports: ['atEnd'],
      because: 'They go down from pro.',
    },
    {
      given: "create type role as enum ('owner', 'admin', 'member');",
      sql: "alter type role add value 'viewer';",
      reports: [],
      because: 'They go down, and it goes on.',
    },
    {
      given: "create type version as enum ('v1.0', 'v1.2');",
      sql: "alter type version add value 'v1.1'; alter type version add value 'v1.10';",
      reports: ['atEnd'],
    },
    {
      given: "create type chart as enum ('bar', 'line');",
      sql: "alter type chart add value 'pie';",
      reports: [],
      because: 'None of them is more than another.',
    },
    {
      given: "create type level as enum ('high', 'low', 'medium');",
      sql: "alter type level add value 'none';",
      reports: [],
      because: 'They are in no order already.',
    },
    { sql: "alter type level add value 'medium';", alone: true, reports: ['unseen'] },
    { sql: "alter type level add value 'medium' after 'low';", alone: true, reports: [] },
    { given, sql: "alter type priority add value 'medium' before 'high';", reports: [] },
  ],
  check: {
    *addEnumValue(op, { catalog }) {
      const type = catalog.type(op.type);
      if (op.position !== undefined) return;
      if (type === 'unknown' && !catalog.complete) {
        yield { message: 'unseen', data: { value: op.value, type: formatName(op.type) }, at: op.span };
        return;
      }
      if (typeof type !== 'object' || type.kind !== 'enum') return;
      if (type.unit === catalog.unit || type.values.includes(op.value)) return;
      const next = belongsBefore(op.value, type.values);
      if (next === undefined) return;
      yield {
        message: 'atEnd',
        data: { value: op.value, type: formatName(op.type), next },
        at: op.span,
        workaround: `ALTER TYPE ${quoteName(op.type)} ADD VALUE ${quoteLiteral(op.value)} BEFORE ${quoteLiteral(next)};`,
      };
    },
  },
});
