import { z } from 'zod';
import { isManagedSchema } from '../../catalog/managed-schemas.js';
import { isAtLeast } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { hasLockTimeout } from '../../engine/lock-timeout.js';
import { defineRule } from '../../engine/rule.js';

const onSupabase = { supabase: true } as const;

export default defineRule({
  id: 'lock-on-managed-schema',
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Bound the time that a migration waits for the tables of Supabase.',
    condition:
      'In a Supabase project, a trigger on, a foreign key to, or a policy on a table of `auth`, `storage` or another managed schema, without a `lock_timeout` in force. One finding a file.',
    effect:
      'Every sign-in writes to auth.users, and every upload to storage.objects. They wait while the migration waits for its lock, and then until its transaction ends.',
    workaround:
      "Give it a short migration of its own, and run it again when it times out:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE profiles ADD FOREIGN KEY (id) REFERENCES auth.users NOT VALID;\n```\n\n```sql\nALTER TABLE profiles VALIDATE CONSTRAINT profiles_id_fkey;\n```",
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],
  },
  options: z.strictObject({}),
  messages: {
    locks: 'This takes {mode} on {table}, which {service} uses all the time: {waits} until the transaction ends.',
  },
  examples: [
    {
      given: 'CREATE TABLE profiles (id uuid PRIMARY KEY);',
      sql: 'ALTER TABLE profiles ADD FOREIGN KEY (id) REFERENCES auth.users NOT VALID;',
      project: onSupabase,
      reports: ['locks'],
    },
    {
      sql: 'CREATE POLICY own ON storage.objects FOR SELECT TO authenticated USING (owner = (SELECT auth.uid()));',
      project: onSupabase,
      reports: ['locks'],
    },
    {
      sql: "SET LOCAL lock_timeout = '2s'; CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users);",
      project: onSupabase,
      reports: [],
    },
    {
      sql: 'CREATE VIEW me AS SELECT id FROM auth.users WHERE id = auth.uid();',
      project: onSupabase,
      reports: [],
      because: 'Readers keep nobody waiting.',
    },
    {
      sql: 'CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users);',
      alone: true,
      reports: [],
      because: 'It is no Supabase project.',
    },
  ],
  check: {
    *operation(op, context) {
      const { effects, project } = context;
      if (!project.supabase || effects.locks.length === 0) return;
      const lock = visible(effects.locks).find(
        ({ relation, mode }) => isAtLeast(mode, 'SHARE ROW EXCLUSIVE') && isManagedSchema(project, relation.schema),
      );
      if (!lock || hasLockTimeout(context)) return;
      const { schema } = lock.relation;
      const service = schema === 'auth' || schema === 'storage' ? `Supabase ${schema}` : 'Supabase';
      const data = { mode: lock.mode, table: formatName(lock.relation), service, waits: whoWaits(lock.mode) };
      yield { message: 'locks', data, at: op.span };
    },
  },
});
