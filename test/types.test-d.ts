// Compiled by `npm run typecheck`: a rule that is wrong must not compile.
import { z } from 'zod';
import { defineRule } from '../src/engine/rule.js';

const at = { start: 0, end: 0 };
const base = {
  id: 'x',
  category: 'schema',
  severity: 'error',
  presets: { strict: true },
  docs: { summary: '', condition: '', effect: '', workaround: '', references: [] },
  options: z.strictObject({ max: z.number().default(1) }),
  messages: { a: 'no slots', b: 'of {table} and {column}' },
  examples: [],
} as const;

defineRule({
  ...base,
  check: {
    *createIndex(op, { options, effects }) {
      if (options.max > effects.locks.length) yield { message: 'a', at };
      yield { message: 'b', data: { table: op.table.name, column: 'c' }, at };
    },
    *suppressions({ suppressions }) {
      for (const { span } of suppressions) yield { message: 'a', at: span };
    },
  },
});

// biome-ignore format: an expected error must stay on the line after its comment
export function wrongRules(): void {
  // @ts-expect-error -- no such message
  defineRule({ ...base, check: { *createIndex() { yield { message: 'zzz', at }; } } });
  // @ts-expect-error -- a slot without data
  defineRule({ ...base, check: { *createIndex() { yield { message: 'b', data: { table: 't' }, at }; } } });
  // @ts-expect-error -- slots and no data at all
  defineRule({ ...base, check: { *createIndex() { yield { message: 'b', at }; } } });
  // @ts-expect-error -- data without a slot
  defineRule({ ...base, check: { *createIndex() { yield { message: 'a', data: { table: 't' }, at }; } } });
  // @ts-expect-error -- no such operation
  defineRule({ ...base, check: { *createIndexx() { yield { message: 'a', at }; } } });
  // @ts-expect-error -- no such option
  defineRule({ ...base, check: { *createIndex(_op, { options }) { if (options.maximum) yield { message: 'a', at }; } } });
  // @ts-expect-error -- a table has no index name
  defineRule({ ...base, check: { *createTable(op) { if (op.index) yield { message: 'a', at }; } } });
  // @ts-expect-error -- effects belong to operations, not to files
  defineRule({ ...base, check: { *fileEnd({ effects }) { if (effects) yield { message: 'a', at }; } } });
  // @ts-expect-error -- the example expects a message that the rule lacks
  defineRule({ ...base, examples: [{ sql: '', reports: ['nope'] }], check: {} });
  // @ts-expect-error -- no such category
  defineRule({ ...base, category: 'style', check: {} });
  // @ts-expect-error -- no such preset
  defineRule({ ...base, presets: { relaxed: true }, check: {} });
}
