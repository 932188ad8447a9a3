import type { ServerTarget } from '../../database/connection-target.js';
import type { ProgramEnd } from './run-program.js';

interface Known {
  readonly says: RegExp;
  readonly advice: (lockWait: number) => string;
}

/** What pg_dump says where the way out is not plain. */
const known: readonly Known[] = [
  {
    says: /due to (?:statement|lock) timeout[\s\S]*LOCK TABLE/,
    advice: (lockWait) =>
      `Another session holds a lock on a table for more than ${lockWait} ms; a backup needs ACCESS SHARE. See pg_stat_activity, and try again when it has ended.`,
  },
  {
    says: /row-level security policy/,
    advice: () =>
      'Row security would hide rows from this role. Connect as the owner of the tables or as a role with BYPASSRLS.',
  },
  {
    says: /permission denied/,
    advice: () =>
      'This role may not read everything. Connect as a role that may (pg_read_all_data), or name the schemas to back up in the config (backup.schemas).',
  },
  {
    says: /fe_sendauth: no password supplied|password authentication failed/,
    advice: () => 'Give the password in DATABASE_URL, PGPASSWORD or ~/.pgpass.',
  },
  {
    says: /no matching schemas were found/,
    advice: () => 'A schema that is to be backed up does not exist; see backup.schemas in the config.',
  },
];

interface Context {
  readonly target: ServerTarget;
  readonly lockWait: number;
}

/** pg_dump's own words, without the password, and what to do about them. */
export function explainDump({ status, errors }: ProgramEnd, { target, lockWait }: Context): string {
  const said = withoutSecrets(errors.trim(), target);
  const advice = known.find(({ says }) => says.test(said))?.advice(lockWait) ?? '';
  return joined(said === '' ? `pg_dump ended with status ${status} and said nothing` : said, advice);
}

/** A program's words, which end without a stop, and ours. */
export const joined = (said: string, advice: string): string => `${said.replace(/(?<![.!?])$/, '.')} ${advice}`.trim();

/** A password that is the name of something too is no secret, and would make the message unreadable. */
export function withoutSecrets(text: string, { password, user, database }: ServerTarget): string {
  if (password === undefined || password === '' || password === user || password === database) return text;
  return text.replaceAll(password, '***');
}
