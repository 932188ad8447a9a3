import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };

export default defineRule({
  id: 'missing-down',
  aliases: ['irreversible'],
  category: 'history',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Write for each migration how it is undone.',
    condition:
      'A migration has no down, in a project that has downs or whose config says `downs: required`. Where no migration has one, the project gets a single info. Not for a file that is judged alone.',
    effect:
      'On the day when the migration must be taken back, somebody writes the way back under pressure, and runs it untested.',
    workaround:
      'A section at the end of the file (commented out where the applying tool does not know sections), or a file of its own, `rollbacks/<name>.sql` or `<name>.down.sql`:\n\n```sql\n-- ROLLBACK START\n-- DROP TABLE IF EXISTS books;\n-- ROLLBACK END\n```',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    missing: 'Migration {migration} has no down, {because}.',
    noneAtAll: 'No migration of this project has a down: nothing says how to undo any of them.',
  },
  examples: [
    { sql: 'CREATE TABLE books (id bigint);', project: { downs: 'required' }, reports: ['missing'] },
    {
      sql: 'CREATE TABLE books (id bigint);',
      reports: ['noneAtAll'],
      because: 'The project has no downs at all: one info.',
    },
    { sql: 'CREATE TABLE books (id bigint);', alone: true, reports: [] },
    { sql: 'CREATE TABLE books (id bigint);', down: 'DROP TABLE books;', project: { downs: 'required' }, reports: [] },
    { sql: 'CREATE TABLE books (id bigint);', down: 'DROP TABLE books;', reports: [] },
  ],
  check: {
    *history({ project }) {
      if (project.downs === 'required') {
        const others = project.migrations.some(({ down }) => down);
        const because = others ? 'while other migrations of this project have one' : 'and the config requires one';
        for (const migration of project.migrations.filter((candidate) => !candidate.down)) {
          yield {
            message: 'missing',
            data: { migration: migration.id, because },
            at: start,
            path: migration.path,
            subject: migration.id,
          };
        }
        return;
      }
      if (project.complete && project.migrations.length > 0 && project.migrations.every(({ down }) => !down)) {
        yield { message: 'noneAtAll', at: start, severity: 'info' };
      }
    },
  },
});
