import type { FormatName } from '../core/format-name.js';
import type { Section } from '../core/migration.js';

const alone = 'Give the statement a migration of its own';

/** How each tool is told not to put a migration into a transaction. */
const ways: ReadonlyMap<string, string> = new Map<FormatName, string>([
  ['dbmate', `${alone}, and write \`-- migrate:up transaction:false\` in place of \`-- migrate:up\`.`],
  ['diesel', `${alone}, with \`run_in_transaction = false\` in its metadata.toml.`],
  [
    'drizzle',
    'drizzle runs all pending migrations in one transaction: run the statement outside of it, by hand or by a job.',
  ],
  ['flyway', `${alone}: Flyway sees that it cannot be in a transaction, unless other statements stand beside it.`],
  ['golang-migrate', `${alone}: golang-migrate sends a file as one query, and one statement is in no transaction.`],
  ['goose', `${alone}, with the line \`-- +goose NO TRANSACTION\` at its beginning.`],
  ['graphile-migrate', `${alone}, with the line \`--! no-transaction\` at its beginning.`],
  ['node-pg-migrate', `${alone}, in JavaScript with \`pgm.noTransaction()\`: SQL files are always in a transaction.`],
  ['pop', `${alone}, and name it \`….autocommit.up.sql\`, where the tool knows that.`],
  ['postgres-migrations', `${alone}, with the line \`-- postgres-migrations disable-transaction\`.`],
  ['prisma', `${alone}: Prisma sends a file as one query, and one statement is in no transaction.`],
  ['refinery', 'refinery runs each file in a transaction: run the statement outside of it, by hand or by a job.'],
  ['sql-migrate', `${alone}, and write \`-- +migrate Up notransaction\` in place of \`-- +migrate Up\`.`],
  ['sqlx', `${alone}, with the line \`-- no-transaction\` at its very beginning.`],
  ['supabase', `${alone}. From version 2.109 on the Supabase CLI also runs it alone where others stand beside it.`],
  ['umzug', `${alone}: a file is sent as one query, and one statement is in no transaction.`],
  ['tern', `${alone}, with the line \`---- tern: disable-tx ----\`.`],
]);

export const wayOutside = (format: string): string | undefined => ways.get(format);

// They send a file, or its section, as one query also where they open no transaction for it.
const oneQuery: ReadonlySet<string> = new Set<FormatName>([
  'dbmate',
  'diesel',
  'golang-migrate',
  'graphile-migrate',
  'postgres-migrations',
  'prisma',
  'sqlx',
  'umzug',
]);

/** Of statements that cannot run in a transaction, each takes a file of its own: several in one would be in one. */
export const takesFileEach = ({ transaction, adaptive }: Section, format: string): boolean =>
  adaptive !== true && (transaction === 'simple-query' || transaction === 'pipeline' || oneQuery.has(format));
