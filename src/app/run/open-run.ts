import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PgairlockError } from '../../core/error.js';
import { connectionSettings } from '../../database/connection-settings.js';
import { type ConnectionTarget, describeTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import type { Clock } from '../../runner/clock.js';
import { type HistorySchema, historySchema } from '../../runner/history/schema-name.js';
import type { Settings } from '../load-settings.js';
import { type RunProject, readProject } from './read-project.js';
import type { RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';

/** A project and a session on its database: what the use cases of the runner work with. */
export interface Run extends RunProject {
  readonly target: ConnectionTarget;
  readonly database: Database;
  readonly schema: HistorySchema;
  readonly clock: Clock;
  readonly emit: (event: RunEvent) => void;
  /** A session like the first. */
  readonly reconnect: () => Promise<Database>;
}

/**
 * Reads the project, connects, does the work and closes the session, whatever happens.
 * @throws PgairlockError as `readProject`, `connectionTarget` and `openDatabase` do
 */
export async function withRun<Result>(
  options: RunOptions & { readonly dryRun?: boolean | undefined },
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const project = await readProject(options);
  const target = connectionTarget(options, project.settings, project.cwd);
  const database = await openDatabase(options.dryRun ? withoutNewFolder(target) : target);
  const emit = options.onEvent ?? (() => {});
  try {
    emit({ kind: 'connected', label: describeTarget(target), serverVersion: database.serverVersion });
    return await work({
      ...project,
      target,
      database,
      schema: historySchema(project.settings.historySchema),
      clock: options.clock ?? systemClock,
      emit,
      reconnect: () => openDatabase(target),
    });
  } finally {
    await database.close();
  }
}

/** To open an embedded database that is not there makes it: a dry run has an empty one in memory instead. */
const withoutNewFolder = (target: ConnectionTarget): ConnectionTarget =>
  target.adapter === 'pglite' && target.folder !== undefined && !existsSync(target.folder)
    ? { adapter: 'pglite' }
    : target;

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (duration) => {
    await sleep(duration);
  },
};

/**
 * Where to connect to: what was asked for, the config, `DATABASE_URL`, the `PG*` variables.
 * @throws PgairlockError `usage` where nothing says it: a default could be somebody else's database
 */
export function connectionTarget(options: RunOptions, settings: Settings, cwd: string): ConnectionTarget {
  const { env = {} } = options;
  const url = options.databaseUrl ?? settings.database?.url ?? filled(env.DATABASE_URL);
  if (url === undefined && filled(env.PGHOST) === undefined && filled(env.PGDATABASE) === undefined)
    throw new PgairlockError(
      'usage',
      'No database is named. Set DATABASE_URL, or use --database-url; --database-url pglite:./dev.db needs no server.',
    );
  const target = connectionSettings(url, env);
  // A folder in the config is the config's, one on the command line is the caller's.
  const base = options.databaseUrl === undefined && settings.database?.url !== undefined ? settings.base : cwd;
  if (target.adapter === 'pglite')
    return target.folder === undefined ? target : { ...target, folder: path.resolve(base, target.folder) };
  const certificate = target.sslRootCert ?? resolved(settings.base, settings.database?.sslRootCert);
  return certificate === undefined ? target : { ...target, sslRootCert: certificate };
}

const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const resolved = (base: string, file: string | undefined): string | undefined =>
  file === undefined ? undefined : path.resolve(base, file);

/** For people. */
export const describeRun = ({ target }: Pick<Run, 'target'>): string => describeTarget(target);
