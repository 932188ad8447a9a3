import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'types-stale',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  foundBy: 'types',
  docs: {
    summary: 'Generate the types again when the schema changes.',
    condition: 'A file of generated types is not what the migrations give.',
    effect: 'The compiler accepts queries that the database refuses, and refuses queries that it accepts.',
    workaround: 'Generate the file again and commit it together with the migration.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { stale: 'The types in {file} are not those of the schema: {changes}.' },
  examples: [],
  check: {},
});
