import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { defineRule, type Problem } from '../../engine/rule.js';
import type { RoleChange } from '../../sql/operation.js';

const messages = {
  power: 'Role {role} becomes {powers}: no policy and no missing right holds it back.',
  password: 'The password of role {role} stands in the migration, for everyone who can read the repository.',
  member: '{grantees} can become {role}, which row level security does not hold back.',
  owner: 'Superuser {owner} becomes the owner of {object}, so what runs with the rights of its owner may do anything.',
} as const;

const superusers: ReadonlySet<string> = new Set([
  'supabase_admin',
  'rds_superuser',
  'cloudsqlsuperuser',
  'azure_pg_admin',
]);
const powerful: ReadonlySet<string> = new Set([...superusers, 'postgres', 'service_role']);
const untrusted: ReadonlySet<string> = new Set(['anon', 'authenticated', 'public', 'authenticator']);

// A verifier tells nobody the password, and a placeholder is filled in where the migration is applied.
const noPassword = /^(?:null$|SCRAM-SHA-256\$|md5[0-9a-f]{32}$|\$\{|\{\{|<|:|%|$)/i;

function* powersOf({ role, options, span }: RoleChange): Generator<Problem<typeof messages>> {
  const powers = ['superuser', 'bypassrls']
    .filter((name) => options[name] === 'true')
    .map((name) => name.toUpperCase());
  if (powers.length > 0) yield { message: 'power', data: { role, powers: listText(powers) }, at: span };
  if (options.password !== undefined && !noPassword.test(options.password))
    yield { message: 'password', data: { role }, at: span };
}

export default defineRule({
  id: 'unsafe-privilege-statements',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not make roles that nothing holds back, and write no passwords.',
    condition:
      'CREATE ROLE or ALTER ROLE with SUPERUSER, BYPASSRLS or a password as plain text; GRANT of service_role, postgres or a superuser to anon, authenticated, authenticator or PUBLIC; OWNER TO a superuser of a managed server (supabase_admin, rds_superuser, …). Not a SCRAM verifier, and not a placeholder. `SET row_security = off` is not meant: with it a query fails where a policy would hide rows.',
    effect:
      'Row level security and grants do not hold for such roles. A password in a migration is in the history of the repository and in the log of the server for good.',
    workaround:
      'Give the role the rights that it needs, and its password outside of the migrations:\n\n```sql\nCREATE ROLE reporting LOGIN;\nGRANT SELECT ON books TO reporting;\nCREATE POLICY "reports read all" ON books FOR SELECT TO reporting USING (true);\n```\n\n```sh\npsql -c \'\\password reporting\'\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
    references: [
      'https://www.postgresql.org/docs/current/sql-createrole.html',
      'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
    ],
  },
  options: z.strictObject({}),
  messages,
  examples: [
    { sql: 'CREATE ROLE app LOGIN SUPERUSER BYPASSRLS;', reports: ['power'] },
    { sql: "CREATE USER app WITH ENCRYPTED PASSWORD 'correct horse';", reports: ['password'] },
    { sql: 'GRANT service_role TO authenticated;', reports: ['member'] },
    {
      given: 'CREATE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;',
      sql: 'ALTER FUNCTION total() OWNER TO supabase_admin;',
      reports: ['owner'],
    },
    { sql: 'CREATE ROLE app LOGIN NOSUPERUSER NOBYPASSRLS;', reports: [] },
    { sql: 'ALTER ROLE app PASSWORD NULL;', reports: [], because: 'It takes the password away.' },
    {
      sql: "ALTER ROLE app PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy';",
      reports: [],
      because: 'A verifier tells nobody the password.',
    },
    { sql: 'SET row_security = off;', reports: [], because: 'Queries then fail rather than see more.' },
    { sql: 'GRANT reporting TO app; ALTER TABLE books OWNER TO app;', alone: true, reports: [] },
  ],
  check: {
    createRole: powersOf,
    alterRole: powersOf,
    *grantRole({ isGrant, roles, grantees, span }) {
      const role = roles.find((name) => powerful.has(name));
      const members = grantees.filter((name) => untrusted.has(name));
      if (isGrant && role && members.length > 0)
        yield { message: 'member', data: { role, grantees: listText(members) }, at: span };
    },
    *changeOwner({ owner, object, span }) {
      if (superusers.has(owner)) yield { message: 'owner', data: { owner, object: formatName(object) }, at: span };
    },
  },
});
