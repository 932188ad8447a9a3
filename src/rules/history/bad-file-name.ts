import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const seed = {
  ruleId: 'bad-file-name',
  message: 'Supabase skips this file: its name is not `<timestamp>_<name>.sql`.',
  path: 'supabase/migrations/seed.sql',
  span: { start: 0, end: 0 },
};
const unnumbered = {
  ruleId: 'bad-file-name',
  message: 'goose skips this file: its name is not <number>_<name>.sql.',
  path: 'migrations/notes.sql',
  span: { start: 0, end: 0 },
};

export default defineRule({
  id: 'bad-file-name',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Name files as the tool that applies them expects.',
    condition:
      'A `.sql` file in the migrations folder is passed over by the tool that applies the folder, or is applied although it ' +
      'is a down file.',
    effect: 'The file looks as if it had been applied, and the database is not what the folder says.',
    workaround:
      'Rename the file as the tool expects (Supabase: `<14 digits>_<name>.sql`), or move it out of the folder: seeds to ' +
      '`supabase/seed.sql`, down files to `supabase/rollbacks/`.',
    references: ['https://supabase.com/docs/guides/deployment/database-migrations'],
  },
  options: z.strictObject({}),
  messages: { misnamed: '{file}: {reason}' },
  examples: [
    { sql: 'CREATE TABLE books (id bigint);', project: { supabase: true, skipped: [seed] }, reports: ['misnamed'] },
    {
      sql: 'CREATE TABLE books (id bigint);',
      project: { skipped: [seed, unnumbered] },
      reports: ['misnamed', 'misnamed'],
    },
    { sql: 'CREATE TABLE books (id bigint);', project: { skipped: [] }, reports: [] },
    { sql: 'CREATE TABLE books (id bigint);', alone: true, reports: [], because: 'It is in no migrations folder.' },
  ],
  check: {
    *history({ project }) {
      for (const { ruleId, path: file, message: reason, span } of project.skipped ?? []) {
        if (ruleId === 'bad-file-name') yield { message: 'misnamed', data: { file, reason }, at: span, subject: file };
      }
    },
  },
});
