import { z } from 'zod';
import { formatNames } from '../core/format-name.js';
import type { TransactionModel } from '../core/migration.js';
import { type ServerVersion, serverVersions } from '../core/server.js';
import { presetNames } from '../engine/rule.js';

export const levels = ['off', 'info', 'warning', 'error'] as const;
export type Level = (typeof levels)[number];

const transactionModels = [
  'transaction',
  'pipeline',
  'pipeline-standalone',
  'simple-query',
  'autocommit',
] as const satisfies readonly TransactionModel[];

const level = z.enum(levels);
const ruleSetting = z.union([level, z.tuple([level, z.record(z.string(), z.unknown())])]);

const isServerVersion = (value: number): value is ServerVersion => serverVersions.some((known) => known === value);

/** The config file. What a key means is said here alone; the JSON schema that editors use is made of it. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('The JSON schema of this file, for editors.'),
  preset: z
    .enum(presetNames)
    .optional()
    .describe(
      'The rules that are on. Default: "supabase" in a Supabase project, else "recommended". "strict" turns on every rule.',
    ),
  rules: z
    .record(z.string(), ruleSetting)
    .optional()
    .describe(
      'Levels of single rules, over those of the preset: "off", "info", "warning", "error", or [level, options].',
    ),
  migrations: z
    .string()
    .min(1)
    .optional()
    .describe('The folder of the migrations, relative to this file. Default: detected.'),
  format: z.enum(formatNames).optional().describe('The format of the migrations folder. Default: detected.'),
  postgres: z
    .number()
    .refine(isServerVersion, 'expected a major version of PostgreSQL from 12 to 18')
    .optional()
    .describe("The major version of the server, 12 to 18. Default: the Supabase project's, else 15."),
  timeZone: z
    .string()
    .optional()
    .describe("The server's TimeZone, which decides whether timestamp to timestamptz rewrites a table. Default: UTC."),
  transaction: z
    .enum(transactionModels)
    .optional()
    .describe('How the tool that applies the migrations sends a file. Default: what the format is known to do.'),
  lockTimeoutSet: z
    .boolean()
    .optional()
    .describe(
      'lock_timeout is set by the role, the database or the tool, so that migrations need not. Default: false.',
    ),
  downs: z
    .enum(['required', 'optional'])
    .optional()
    .describe('Whether each migration must have a down. Default: required where any migration has one.'),
  supabase: z
    .boolean()
    .optional()
    .describe("Supabase's roles, schemas and default privileges are there. Default: true in a Supabase project."),
  exposedSchemas: z
    .array(z.string())
    .optional()
    .describe('Schemas that the Data API serves. Default: those of supabase/config.toml.'),
  parser: z
    .enum(['libpg-query', 'pure-js'])
    .optional()
    .describe('"libpg-query" (default) is PostgreSQL\'s own grammar; "pure-js" needs no WebAssembly and reads less.'),
  ignore: z
    .array(z.string())
    .optional()
    .describe('Patterns of files that are replayed but not reported, relative to this file.'),
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The file of known findings that stay quiet, relative to this file. Default: pgairlock-baseline.json beside it.',
    ),
  database: z
    .strictObject({
      url: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Where commands that need a database connect to. Default: DATABASE_URL, then the PG* variables. Keep passwords out of files that are committed.',
        ),
      sslRootCert: z
        .string()
        .min(1)
        .optional()
        .describe('The file with the certificates to trust, relative to this file.'),
      production: z
        .union([z.boolean(), z.array(z.string())])
        .optional()
        .describe(
          'Whether the target is a production database, which asks before it is changed: true, false, or parts of host names that mean so. Default: judged by the names of host and database.',
        ),
    })
    .optional()
    .describe('The database that migrations are applied to.'),
  historySchema: z
    .string()
    .min(1)
    .optional()
    .describe('The schema in the database that records what was applied. Default: _migrations.'),
  backup: z
    .strictObject({
      enabled: z.boolean().optional().describe('Back up before the first change of a run. Default: true.'),
      folder: z.string().min(1).optional().describe('Where backups go, relative to this file. Default: backups.'),
      keep: z.int().min(1).optional().describe('How many backups stay; older ones are deleted. Default: 5.'),
      pgDump: z.string().min(1).optional().describe('The pg_dump program to use. Default: searched.'),
      psql: z.string().min(1).optional().describe('The psql program that restores. Default: searched.'),
      schemas: z.array(z.string().min(1)).min(1).optional().describe('The schemas to back up. Default: all.'),
    })
    .optional()
    .describe('Backups before migrations are applied or rolled back.'),
  run: z
    .strictObject({
      lockTimeout: z.int().min(1).optional().describe('Milliseconds that a statement waits for a lock. Default: 2000.'),
      statementTimeout: z
        .int()
        .min(0)
        .optional()
        .describe('Milliseconds that a statement may take; 0 is no limit. Default: what the server has for the role.'),
      attempts: z
        .int()
        .min(1)
        .optional()
        .describe('How often a migration is begun where locks do not come. Default: 5.'),
      wait: z.int().min(0).optional().describe('Milliseconds to wait for another runner to finish. Default: 10000.'),
      outOfOrder: z
        .boolean()
        .optional()
        .describe('Apply also a migration that stands before an applied one. Default: false.'),
    })
    .optional()
    .describe('How migrations are applied.'),
  types: z
    .strictObject({
      output: z
        .string()
        .min(1)
        .optional()
        .describe('The TypeScript file to write after migrations were applied or rolled back, relative to this file.'),
      schemas: z
        .array(z.string())
        .min(1)
        .optional()
        .describe('The schemas in it. Default: public and the exposed ones.'),
      postgrestVersion: z
        .string()
        .regex(/^\d+(?:\.\d+)*$/, 'expected a version such as "13.0.5"')
        .optional()
        .describe('The version of PostgREST that the file tells the client of, as Supabase does. Default: none.'),
    })
    .optional()
    .describe('TypeScript types of the database.'),
  drift: z
    .strictObject({
      ignore: z
        .array(z.string().min(1))
        .optional()
        .describe(
          'Objects that are made outside of the migrations on purpose, such as partitions of a job: names with their schema, in which * stands for anything.',
        ),
    })
    .optional()
    .describe('How a database is held against its migrations.'),
  maxWarnings: z
    .int()
    .min(0)
    .optional()
    .describe('The number of warnings above which the exit status is 1. Default: no limit.'),
});

export type ConfigFile = z.output<typeof configSchema>;
export type RuleSetting = z.output<typeof ruleSetting>;
export const configKeys: readonly string[] = Object.keys(configSchema.shape);
