import { z } from 'zod';
import type { Constraint } from '../../catalog/model.js';
import { formatName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (price numeric);';
const constraint = 'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;';

export default defineRule({
  id: 'not-valid-never-validated',
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Validate what was added NOT VALID.',
    condition: 'A constraint is added NOT VALID, and no migration up to the last one validates or drops it.',
    effect:
      'New rows are checked, old ones never were: they may break the rule, an UPDATE of such a row fails, and the planner cannot rely on the constraint.',
    workaround:
      'Mend the old rows in between, and validate in a migration of its own. Reads and writes go on meanwhile:\n\n```sql\nALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT price_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT'],
  },
  options: z.strictObject({}),
  messages: { open: '{constraint} of {table} is NOT VALID to this day: no migration validates it.' },
  examples: [
    { given: books, sql: constraint, reports: ['open'] },
    {
      given: `${books} CREATE TABLE sales (price numeric);`,
      sql: `${constraint} ALTER TABLE sales ADD CONSTRAINT paid CHECK (price > 0) NOT VALID;`,
      after: ['ALTER TABLE books VALIDATE CONSTRAINT price_positive;'],
      reports: ['open'],
    },
    { given: books, sql: constraint, after: ['ALTER TABLE books VALIDATE CONSTRAINT price_positive;'], reports: [] },
    { given: books, sql: constraint, after: ['ALTER TABLE books DROP CONSTRAINT price_positive;'], reports: [] },
    {
      sql: 'CREATE TABLE books (price numeric CONSTRAINT price_positive CHECK (price > 0));',
      reports: [],
      because: 'A new table has no old rows.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        for (const constraint of table.constraints.values()) {
          if (!isOpen(constraint) || isInherited(constraint.name)) continue;
          const place = placeOf(originOf, { unit: constraint.unit, span: constraint.definition.span });
          if (!place) continue;
          const data = { constraint: constraint.name, table: formatName(table.name) };
          yield { message: 'open', data, subject: `${data.table}.${data.constraint}`, ...place };
        }

        function isInherited(name: string): boolean {
          const parents = [...table.inherits, ...(table.partitionOf ? [table.partitionOf.parent] : [])];
          return parents.some((parent) => {
            const found = catalog.relation(parent);
            return typeof found === 'object' && found.constraints.has(name);
          });
        }
      }
    },
  },
});

const isOpen = ({ validated, definition }: Constraint): boolean =>
  !validated && definition.notValid && definition.enforced;
