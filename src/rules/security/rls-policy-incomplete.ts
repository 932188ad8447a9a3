import { z } from 'zod';
import type { Policy, Relation } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { exposedTables } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';
import { isForServer } from '../../engine/server-policy.js';
import { isAlwaysFalse } from '../../sql/tautology.js';

const commands = ['select', 'insert', 'update', 'delete'] as const;

const permissive = ({ policies }: Relation): readonly Policy[] =>
  [...policies.values()].filter((policy) => policy.permissive);

/** UPDATE and DELETE find their rows as SELECT does. */
const needsRows = ({ command, using }: Policy): boolean =>
  (command === 'update' || command === 'delete') && using !== undefined && !isAlwaysFalse(using);

const showsRows = ({ command }: Policy): boolean => command === 'select' || command === 'all';

const apart: ReadonlySet<string> = new Set(['anon', 'authenticated']);

/** anon and authenticated are members of nothing; any other role may be a member of one that the other policy names. */
const reachesRoleOf =
  ({ roles }: Policy) =>
  (other: Policy): boolean =>
    other.roles.includes('public') ||
    roles.some((role) => !apart.has(role)) ||
    other.roles.some((role) => roles.includes(role));

export default defineRule({
  id: 'rls-policy-incomplete',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Give roles that change rows a policy that shows them these rows.',
    condition:
      'A permissive policy FOR UPDATE or DELETE on a table with row level security, for a role that no policy FOR SELECT or ALL of the table speaks of. A role other than anon and authenticated may be a member of others, so that there any such policy is enough. Not one whose condition is always false, and not one for service_role, which needs no policy. With the option `commands: "all"` also, as an info, each exposed table with policies for some commands and none for others.',
    effect:
      'An UPDATE or DELETE with a WHERE clause sees only rows that a policy for SELECT shows: it changes nothing, and says so by no error.',
    workaround:
      '```sql\nCREATE POLICY "see own books" ON books FOR SELECT TO authenticated\n  USING ((select auth.uid()) = owner_id);\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
    references: ['https://www.postgresql.org/docs/current/sql-createpolicy.html#SQL-CREATEPOLICY-SUMMARY'],
  },
  options: z.strictObject({
    commands: z.enum(['needed', 'all']).default('needed'),
  }),
  messages: {
    unseen:
      'Policy "{policy}" lets {roles} {command} rows of {table} that no policy for SELECT shows them, so they change none.',
    uncovered: 'No policy of {table} lets anybody {commands}.',
  },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY change ON books FOR UPDATE TO authenticated USING (owner = auth.uid());',
      reports: ['unseen'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON books FOR SELECT TO anon USING (true); CREATE POLICY clean ON books FOR DELETE TO authenticated USING (id > 9);',
      reports: ['unseen'],
      because: 'What anon sees, authenticated does not.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON books FOR SELECT USING (true);',
      options: { commands: 'all' },
      reports: ['uncovered'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON books FOR SELECT USING (true); CREATE POLICY clean ON books FOR DELETE TO keeper USING (id > 9);',
      reports: [],
      because: 'The policy for SELECT is for everyone.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON books FOR SELECT TO authenticated USING (true); CREATE POLICY clean ON books FOR DELETE USING (id > 9);',
      reports: [],
      because: 'Of everyone, those who signed in see rows.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON books FOR SELECT TO anon USING (true); CREATE POLICY clean ON books FOR DELETE TO keeper USING (id > 9);',
      reports: [],
      because: 'keeper may be a member of anon.',
    },
    {
      sql: 'CREATE TABLE notes (id bigint); ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY send ON notes FOR INSERT WITH CHECK (id > 0);',
      reports: [],
      because: 'Who only adds rows needs to see none.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY never ON books FOR DELETE USING (false);',
      reports: [],
      because: 'It says that nobody may.',
    },
    {
      sql: 'CREATE POLICY change ON books FOR UPDATE TO authenticated USING (id > 9);',
      alone: true,
      reports: [],
      because: 'Other files may hold the policy for SELECT.',
    },
  ],
  check: {
    *history({ project, catalog, options, originOf }) {
      for (const table of catalog.relations()) {
        if (!table.rowSecurity.enabled || table.managed || !table.complete) continue;
        const policies = permissive(table);
        for (const policy of policies.filter(needsRows)) {
          const place = placeOf(originOf, policy.writtenAt ?? policy);
          if (!place || isForServer(policy) || policies.filter(showsRows).some(reachesRoleOf(policy))) continue;
          const roles = policy.roles.includes('public') ? 'everyone' : listText(policy.roles);
          const names = { policy: policy.name, table: formatName(table.name) };
          const data = { ...names, roles, command: policy.command.toUpperCase() };
          yield { message: 'unseen', data, subject: `${names.table}.${names.policy}`, ...place };
        }
      }
      if (options.commands !== 'all') return;
      for (const table of exposedTables(project, catalog)) {
        const policies = permissive(table);
        const place = placeOf(originOf, table);
        const uncovered = commands.filter((command) =>
          policies.every((policy) => policy.command !== command && policy.command !== 'all'),
        );
        if (!place || !table.rowSecurity.enabled || policies.length === 0 || uncovered.length === 0) continue;
        const data = { table: formatName(table.name), commands: listText(uncovered.map((name) => name.toUpperCase())) };
        yield { message: 'uncovered', severity: 'info', data, subject: data.table, ...place };
      }
    },
  },
});
