import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'domain-with-constraint',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Put checks on columns, not on domains.',
    condition: 'CREATE DOMAIN with a CHECK or NOT NULL.',
    effect:
      'A change of the check reads every table that uses the domain while it holds a lock on each, and a NOT NULL domain still yields NULL from an outer join.',
    workaround:
      "```sql\nCREATE TABLE readers (\n  id bigint PRIMARY KEY,\n  email text CHECK (email LIKE '%@%')\n);\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createdomain.html#id-1.9.3.62.7'],
  },
  options: z.strictObject({}),
  messages: { checked: 'A later change of the rule in domain {domain} reads every table that uses it, under lock.' },
  examples: [
    { sql: "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');", reports: ['checked'] },
    { sql: 'CREATE DOMAIN title AS text NOT NULL;', reports: ['checked'] },
    { sql: 'CREATE DOMAIN email AS text;', reports: [] },
    { sql: "CREATE TABLE readers (email text CHECK (email LIKE '%@%'));", reports: [] },
  ],
  check: {
    *createDomain(op) {
      if (op.constraints.length === 0 && !op.notNull) return;
      yield { message: 'checked', data: { domain: formatName(op.domain) }, at: op.span };
    },
  },
});
