import type { Migration, TransactionModel } from '../../core/migration.js';
import { type ServerVersion, serverVersions } from '../../core/server.js';
import type { Project } from '../../engine/rule.js';
import type { Step } from '../../runner/plan/plan.js';
import type { Run } from './open-run.js';

/**
 * The project as it meets this server by this program: the server's own version, the runner's `lock_timeout`, and the
 * transactions that the steps have instead of those of the tool that the folder was made for.
 */
export function liveProject({ project, database, settings }: Run, steps: readonly Step[], now: Date): Project {
  const planned = new Map(steps.map((step) => [step.migration, step]));
  return {
    ...project,
    server: { ...project.server, version: toServerVersion(database.serverVersion) },
    lockTimeoutSet: settings.lockTimeoutSet ?? true,
    now: now.toISOString(),
    migrations: project.migrations.map((migration) => asPlanned(migration, planned.get(migration.id))),
  };
}

/** The nearest version whose behaviour is known. */
const toServerVersion = (serverVersion: number): ServerVersion =>
  serverVersions.filter((version) => version <= Math.floor(serverVersion / 10_000)).at(-1) ?? 12;

function asPlanned(migration: Migration, step: Step | undefined): Migration {
  if (step === undefined || step.direction === 'down') return migration;
  const { up, down } = migration;
  return {
    ...migration,
    up: { ...up, transaction: modelOf(step.mode === 'atomic') },
    ...(down === undefined ? {} : { down: { ...down, transaction: modelOf(step.record.rollbackAtomic) } }),
  };
}

const modelOf = (atomic: boolean): TransactionModel => (atomic ? 'transaction' : 'autocommit');
