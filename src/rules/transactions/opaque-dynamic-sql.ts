import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'opaque-dynamic-sql',
  category: 'transactions',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  docs: {
    summary: 'Write the statements of a migration out.',
    condition:
      'A DO block runs SQL that it puts together (EXECUTE of anything but one literal), or its body cannot be read at all. Reported once a file. EXECUTE of a literal is read like any statement, and bodies of functions do not run here.',
    effect:
      'Nobody can tell from the text which objects it locks, drops or makes, so no other rule looks into it, and the schema is unknown from here on.',
    workaround:
      'Write the statements that it would run:\n\n```sql\nALTER TABLE books ADD COLUMN created_at timestamptz;\nALTER TABLE loans ADD COLUMN created_at timestamptz;\n```',
    references: ['https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN'],
  },
  options: z.strictObject({}),
  messages: {
    dynamic: 'This block puts SQL together as it runs: what it does to the schema cannot be checked.',
    unread: 'The body of this {language} block cannot be read: what it does to the schema cannot be checked.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint); CREATE TABLE loans (id bigint);',
      sql: "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['books', 'loans'] LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN created_at timestamptz', t); END LOOP; END $$;",
      reports: ['dynamic'],
    },
    { sql: "DO LANGUAGE plperl $$ spi_exec_query('CREATE TABLE books ()'); $$;", reports: ['unread'] },
    {
      sql: "DO $$ BEGIN EXECUTE 'CREATE TABLE books (id bigint)'; END $$;",
      reports: [],
      because: 'It is one literal.',
    },
    { sql: 'DO $$ BEGIN CREATE TABLE books (id bigint); END $$;', reports: [] },
    {
      sql: 'CREATE FUNCTION run(statement text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE statement; END $$;',
      reports: [],
      because: 'Nothing of it runs in this migration.',
    },
  ],
  check: {
    *dynamicSql(op) {
      if (op.literal === undefined) yield { message: 'dynamic', at: op.span };
    },
    *doBlock(op) {
      if (!op.analysed) yield { message: 'unread', data: { language: op.language }, at: op.span };
    },
  },
});
