import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, type WrittenName } from '../../core/name.js';
import { passingCondition } from '../../effects/momentary.js';
import { defineRule } from '../../engine/rule.js';
import { onWrittenConstraints } from '../../engine/written-constraints.js';
import { type Expression, walk } from '../../sql/expression.js';

/** A function of the project that reads tables. */
function readingCall(expression: Expression, catalog: Catalog): WrittenName | undefined {
  for (const part of walk(expression)) {
    const routines = part.kind === 'call' ? catalog.routines(part.name) : 'absent';
    if (part.kind !== 'call' || typeof routines !== 'object') continue;
    if (routines.some(({ references }) => references.relations.length > 0)) return part.name;
  }
  return undefined;
}

export default defineRule({
  id: 'check-volatile',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Let a CHECK depend on its own row alone.',
    condition:
      'A CHECK calls a function whose value changes from one moment or session to the next (`now()`, `current_user`, `random()`), or a function of the project that reads tables. Not where a time must be before now: it stays so.',
    effect:
      'PostgreSQL looks at the condition when the row is written and never again. Rows that were right become wrong unseen, a later UPDATE of another column fails, and a dump of them cannot be restored.',
    workaround:
      "What is true only of the moment of writing belongs to a trigger:\n\n```sql\nCREATE FUNCTION check_loan_due() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n  IF NEW.due <= now() THEN\n    RAISE EXCEPTION 'a loan must be due in the future';\n  END IF;\n  RETURN NEW;\nEND $$;\nCREATE TRIGGER check_loan_due BEFORE INSERT ON loans FOR EACH ROW EXECUTE FUNCTION check_loan_due();\n```\n\nWhat other rows must fulfil is a foreign key, a unique or an exclusion constraint.",
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS'],
  },
  options: z.strictObject({}),
  messages: {
    passes: 'This CHECK of {table} calls {function}: a row that it lets in may be wrong later, with nothing to tell.',
    reads: 'This CHECK of {table} calls {function}, which reads tables: it does not see when those change.',
  },
  examples: [
    {
      given: 'CREATE TABLE loans (id bigint PRIMARY KEY, due timestamptz);',
      sql: 'ALTER TABLE loans ADD CONSTRAINT loans_due_later CHECK (due > now()) NOT VALID;',
      reports: ['passes'],
    },
    {
      given:
        'CREATE TABLE readers (id bigint PRIMARY KEY, banned boolean); CREATE FUNCTION may_read(reader bigint) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT NOT banned FROM readers WHERE id = reader $$;',
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, reader bigint CHECK (may_read(reader)));',
      reports: ['reads'],
    },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent timestamptz CHECK (lent <= now()), due date, CHECK (due > lent));',
      reports: [],
      because: 'What is past stays past.',
    },
    {
      given:
        "CREATE FUNCTION is_isbn(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN $1 ~ '^[0-9]{13}$'; END $$;",
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text CHECK (is_isbn(isbn) AND length(isbn) = 13));',
      reports: [],
      because: 'The function was not declared IMMUTABLE, but looks at nothing else than the value.',
    },
  ],
  check: onWrittenConstraints(function* ({ table, constraint }, { catalog }) {
    if (constraint.type !== 'check') return;
    const { expression, span } = constraint;
    const passing = passingCondition(expression);
    const reading = passing === undefined ? readingCall(expression, catalog) : undefined;
    const data = { table: formatName(table), function: formatName(passing ?? reading ?? table) };
    if (passing !== undefined) yield { message: 'passes', data, at: span };
    else if (reading !== undefined) yield { message: 'reads', data, at: span };
  }),
});
