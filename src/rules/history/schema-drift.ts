import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'schema-drift',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  foundBy: 'drift',
  docs: {
    summary: 'Change a database by migrations alone.',
    condition:
      'The schema of a database is not the one that its applied migrations make on an empty PostgreSQL: something was added, ' +
      'removed or changed outside of them.',
    effect:
      'Migrations that pass every test meet a schema that the tests do not know, and a database that is built anew lacks what ' +
      'was done by hand.',
    workaround: 'Write a migration that does what was done by hand, or undo it in the database.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    missing: '{object} is missing in the database.',
    unexpected: '{object} is in the database and in no migration.',
    changed: '{object} differs: {change}.',
  },
  examples: [],
  check: {},
});
