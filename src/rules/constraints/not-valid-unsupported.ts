import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'not-valid-unsupported',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Say NOT VALID only where PostgreSQL knows it.',
    condition:
      'NOT VALID on a foreign key of a partitioned table, before PostgreSQL 18. On a primary key, a unique or an exclusion constraint it cannot even be read: that is for `syntax-error`.',
    effect: 'PostgreSQL refuses it (42809), and the migration fails.',
    workaround:
      "Add it NOT VALID to each partition, and validate it there in migrations of their own. The one of the whole table then takes them over and reads nothing. For a moment it takes ACCESS EXCLUSIVE on the referenced table as well, which a lock_timeout bounds:\n\n```sql\nALTER TABLE visits_2030 ADD CONSTRAINT visits_page_fk FOREIGN KEY (page_id) REFERENCES pages (id) NOT VALID;\n```\n\n```sql\nALTER TABLE visits_2030 VALIDATE CONSTRAINT visits_page_fk;\n```\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE visits ADD CONSTRAINT visits_page_fk FOREIGN KEY (page_id) REFERENCES pages (id);\n```",
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    ],
  },
  options: z.strictObject({}),
  messages: { refused: 'PostgreSQL refuses NOT VALID here: {error}.' },
  examples: [
    {
      given:
        "CREATE TABLE pages (id bigint PRIMARY KEY); CREATE TABLE visits (day date, page_id bigint) PARTITION BY RANGE (day); CREATE TABLE visits_2030 PARTITION OF visits FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');",
      sql: 'ALTER TABLE visits ADD CONSTRAINT visits_page_fk FOREIGN KEY (page_id) REFERENCES pages (id) NOT VALID;',
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE kinds (name text PRIMARY KEY);',
      sql: 'CREATE TABLE visits (kind text) PARTITION BY LIST (kind); ALTER TABLE visits ADD FOREIGN KEY (kind) REFERENCES kinds NOT VALID;',
      reports: ['refused'],
      because: 'It is refused on an empty table as well.',
    },
    {
      given:
        'CREATE TABLE pages (id bigint PRIMARY KEY); CREATE TABLE visits (day date, page_id bigint) PARTITION BY RANGE (day);',
      sql: 'ALTER TABLE visits ADD CONSTRAINT visits_page_fk FOREIGN KEY (page_id) REFERENCES pages (id) NOT VALID;',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: [],
      because: 'PostgreSQL 18 knows it.',
    },
    {
      given: 'CREATE TABLE books (pages int);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pages_positive CHECK (pages > 0) NOT VALID;',
      reports: [],
    },
  ],
  check: {
    *addConstraint(op, { effects }) {
      const error = op.constraint.notValid ? refusal(op, effects, '42809') : undefined;
      if (error !== undefined)
        yield {
          message: 'refused',
          data: { error: error.message },
          at: op.constraint.span,
          subject: formatName(op.table),
        };
    },
  },
});
