import { z } from 'zod';
import type { Policy, Relation } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const commands = ['select', 'insert', 'update', 'delete'] as const;
const serverRoles: ReadonlySet<string> = new Set(['service_role', 'postgres', 'supabase_admin']);
const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

/** The server's own roles bypass row level security, so that no policy runs for them. */
const runsPolicies = ({ roles }: Policy): boolean => roles.some((role) => !serverRoles.has(role));

/** PUBLIC holds every role. */
const shareRole = (a: Policy, b: Policy): boolean =>
  a.roles.includes('public') || b.roles.includes('public') || a.roles.some((role) => b.roles.includes(role));

interface Overlap {
  readonly command: string;
  readonly policies: readonly Policy[];
}

function overlapsOf({ policies }: Relation): readonly Overlap[] {
  const permissive = [...policies.values()].filter((policy) => policy.permissive && runsPolicies(policy));
  return commands.flatMap((command) => {
    const forCommand = permissive.filter((policy) => policy.command === command || policy.command === 'all');
    const together = forCommand.filter((one) => forCommand.some((other) => other !== one && shareRole(one, other)));
    return together.length < 2 ? [] : [{ command: command.toUpperCase(), policies: together }];
  });
}

export default defineRule({
  id: 'multiple-permissive-policies',
  category: 'security',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Give a role one permissive policy a command.',
    condition:
      'At the end of the history, two or more permissive policies of a table hold for the same role and command. FOR ALL holds for all four commands, and TO PUBLIC for every role. Policies for roles that bypass row level security do not count. One finding a table.',
    effect:
      'The server runs the condition of each of them for each row until one is true, and a reader has to add them up to see who may do what.',
    workaround:
      'Write one policy whose conditions are joined by OR, or make FOR ALL one policy for each command:\n\n```sql\nDROP POLICY "everyone reads" ON books;\nDROP POLICY "owners do all" ON books;\nCREATE POLICY "read" ON books FOR SELECT USING (published OR (select auth.uid()) = owner_id);\nCREATE POLICY "add" ON books FOR INSERT TO authenticated WITH CHECK ((select auth.uid()) = owner_id);\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "everyone reads" ON books FOR SELECT USING (published); CREATE POLICY "owners do all" ON books USING (owner_id = (select auth.uid()));',
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0006_multiple_permissive_policies'],
  },
  options: z.strictObject({}),
  messages: { several: '{table} runs several permissive policies for the same role: {overlaps}.' },
  examples: [
    {
      sql: `${books} CREATE POLICY a ON books FOR ALL USING (id = 1); CREATE POLICY b ON books FOR SELECT USING (true);`,
      reports: ['several'],
    },
    {
      sql: `${books} CREATE POLICY a ON books FOR SELECT TO anon USING (id = 1); CREATE POLICY b ON books FOR SELECT TO anon, authenticated USING (id = 2); CREATE POLICY c ON books FOR SELECT TO authenticated USING (id = 3);`,
      reports: ['several'],
      because: 'One finding a table.',
    },
    {
      sql: `${books} CREATE POLICY a ON books FOR SELECT TO anon USING (id = 1); CREATE POLICY b ON books FOR SELECT TO authenticated USING (true);`,
      reports: [],
      because: 'The roles differ.',
    },
    {
      sql: `${books} CREATE POLICY a ON books FOR SELECT USING (id = 1); CREATE POLICY b ON books AS RESTRICTIVE FOR SELECT USING (id < 9);`,
      reports: [],
    },
    {
      sql: `${books} CREATE POLICY a ON books FOR SELECT USING (id = 1); CREATE POLICY b ON books TO service_role USING (true);`,
      reports: [],
      because: 'No policy runs for service_role.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        const overlaps = table.rowSecurity.enabled && !table.managed ? overlapsOf(table) : [];
        const last = overlaps
          .flatMap(({ policies }) => policies)
          .toSorted((a, b) => a.unit - b.unit)
          .at(-1);
        const place = last && placeOf(originOf, last.writtenAt ?? last);
        if (!place) continue;
        const texts = overlaps.map(
          ({ command, policies }) =>
            `${command} (${listText(
              policies.map(({ name }) => `"${name}"`),
              3,
            )})`,
        );
        const data = { table: formatName(table.name), overlaps: listText(texts) };
        yield { message: 'several', data, subject: data.table, ...place };
      }
    },
  },
});
