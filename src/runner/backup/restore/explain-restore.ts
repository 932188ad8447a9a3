import type { ServerTarget } from '../../../database/connection-target.js';
import { joined, withoutSecrets } from '../explain-dump.js';
import type { ProgramEnd } from '../run-program.js';

/** What psql says where the way out is not plain. */
const known: readonly { readonly says: RegExp; readonly advice: string }[] = [
  {
    says: /role "[^"]*" does not exist/,
    advice: 'Roles are no part of a backup: create it first (CREATE ROLE).',
  },
  {
    says: /outside of the schemas/,
    advice: 'Restore into a new database, and take from there what you need.',
  },
  {
    says: /already exists|because other objects depend on it/,
    advice: 'The database is not empty. Use a new one, or remove what is there with --clean.',
  },
  {
    says: /invalid command \\(?:un)?restrict/,
    advice: 'This psql is older than the pg_dump that made the backup: update PostgreSQL’s client programs.',
  },
  {
    says: /unrecognized configuration parameter/,
    advice: 'The backup was made by a pg_dump newer than this server; use a server of that version.',
  },
  {
    says: /must be owner of|must be member of|must be able to SET ROLE|permission denied/,
    advice: 'Connect as a superuser, or as the role that owns what is restored and what is there.',
  },
  {
    says: /due to lock timeout/,
    advice: 'Other sessions use what would be removed: end them first (see pg_stat_activity).',
  },
  {
    says: /extension "[^"]*" is not available/,
    advice: 'Install that extension on this server first.',
  },
];

/** psql's own words, without the password, and what to do about them. */
export function explainRestore({ status, errors }: ProgramEnd, target: ServerTarget): string {
  const said = withoutSecrets(errors.trim(), target);
  const advice = known.find(({ says }) => says.test(said))?.advice ?? '';
  return joined(said === '' ? `psql ended with status ${status} and said nothing` : said, advice);
}
