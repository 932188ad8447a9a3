/** The formats of migrations folders that are read, by the names that configs and reports use. */
export const formatNames = [
  'sqitch',
  'drizzle',
  'prisma',
  'hasura',
  'diesel',
  'graphile-migrate',
  'supabase',
  'goose',
  'sql-migrate',
  'dbmate',
  'tern',
  'node-pg-migrate',
  'refinery',
  'flyway',
  'pop',
  'sqlx',
  'golang-migrate',
  'umzug',
  'postgres-migrations',
  'plain',
] as const;

export type FormatName = (typeof formatNames)[number];
