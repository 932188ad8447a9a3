import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'unreadable-file',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Keep migrations as UTF-8 text.',
    condition:
      'A file cannot be read as SQL text: it is encrypted by git-crypt, a Git LFS pointer, UTF-16, not valid UTF-8, or holds ' +
      'a NUL byte. Nothing else is said of such a file, and what it does is missing from the history.',
    effect:
      'The server refuses such text, or stores other characters than were meant; no check can speak for the file.',
    workaround: 'Decrypt or fetch the file before it is linted, or save it as UTF-8.',
    references: ['https://www.postgresql.org/docs/current/multibyte.html'],
  },
  options: z.strictObject({}),
  messages: { unreadable: 'This file cannot be read as SQL. {reason}' },
  examples: [
    {
      sql: '',
      unreadable: 'Encrypted by git-crypt. Run `git-crypt unlock` before linting.',
      reports: ['unreadable'],
    },
    {
      sql: '',
      unreadable: 'Encoded as UTF-16, which PostgreSQL cannot read. Save the file as UTF-8.',
      alone: true,
      reports: ['unreadable'],
    },
    { sql: "INSERT INTO words VALUES ('naïve');", alone: true, reports: [] },
    { sql: '', reports: [], because: 'An empty file can be read; another rule speaks of it.' },
  ],
  check: {
    *fileStart({ migration, section }) {
      // A down section shares its file with the up, which has reported it already.
      if (section.direction === 'down' && section.form !== 'separate-file') return;
      for (const { ruleId, path, span, message: reason } of migration.problems) {
        if (ruleId === 'unreadable-file' && path === section.path) {
          yield { message: 'unreadable', data: { reason }, at: span, subject: reason };
        }
      }
    },
  },
});
