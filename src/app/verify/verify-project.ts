import { PgairlockError } from '../../core/error.js';
import type { Migration } from '../../core/migration.js';
import { type ServerVersion, serverVersions } from '../../core/server.js';
import type { Project } from '../../engine/rule.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import { operationsOf } from '../../sql/script-order.js';
import type { ProvableSection } from '../../verify/prove/proof.js';
import { openScratch, type ScratchPlace } from '../../verify/scratch/open-scratch.js';
import type { Scratch, ScratchOptions } from '../../verify/scratch/scratch.js';
import { type VerifiedMigration, verifyHistory, type Wanted } from '../../verify/verify-history.js';
import { generateDowns } from '../down-sql.js';
import { foresee } from './foresee.js';
import { type CachedPrefix, type HistoryCache, noCache, type ServerFacts } from './history-cache.js';
import { parts } from './parts.js';
import type { JudgedMigration, VerifiedHistory, VerifyOptions } from './verify-options.js';

export interface ProjectToVerify {
  readonly project: Project;
  readonly folder: string;
  readonly parser: Parser;
  readonly judged: (migration: Migration) => boolean;
  readonly place: ScratchPlace;
  readonly options: VerifyOptions;
  readonly cache?: HistoryCache | undefined;
  /** Default: `openScratch`. */
  readonly openWith?: ((options: ScratchOptions) => Promise<Scratch>) | undefined;
}

const defaultTimeout = 60_000;

/** Replays one history from an empty database, up to the last migration that is judged. */
export async function verifyProject(input: ProjectToVerify): Promise<VerifiedHistory> {
  const { judged, options, cache = noCache } = input;
  const { migrations } = input.project;
  const needed = migrations.slice(0, migrations.findLastIndex(judged) + 1);
  const wants = wantedDowns(input, needed);
  options.onEvent?.({ kind: 'opening' });
  const prefix = await cache.find(needed, (migration) => (judged(migration) ? wants.downs.get(migration.id) : false));
  const toHistory = (verified: readonly VerifiedMigration[], cached: number, facts: ServerFacts): VerifiedHistory => ({
    folder: input.folder,
    ...facts,
    cached,
    migrations: needed.map((migration, index) => toJudged(migration, verified[index], judged, wants)),
  });
  if (prefix?.verified.length === needed.length) {
    const { verified, server, standIns } = prefix;
    options.onEvent?.({ kind: 'opened', server, cached: needed.length, total: needed.length });
    return toHistory(verified, needed.length, { server, standIns });
  }
  const opened = await open(input, prefix);
  const { scratch, kept } = opened;
  try {
    const server = `PostgreSQL ${versionText(scratch.database.serverVersion)} (${scratch.kind === 'pglite' ? 'PGlite' : 'server'})`;
    const facts = async (): Promise<ServerFacts> => ({ server, standIns: await scratch.standIns() });
    options.onEvent?.({ kind: 'opened', server, cached: kept.length, total: needed.length });
    const verified = await verifyRest(input, opened, needed, wants, facts);
    return toHistory(verified, kept.length, await facts());
  } finally {
    await scratch.dispose();
  }
}

/** Replays what is needed from where the scratch database stands. */
async function verifyRest(
  { project, judged, options, parser, cache = noCache }: ProjectToVerify,
  { scratch, kept }: Opened,
  needed: readonly Migration[],
  { downs }: Downs,
  facts: () => Promise<ServerFacts>,
): Promise<readonly VerifiedMigration[]> {
  const version = versionOf(scratch);
  const { rows = true, statementTimeout = defaultTimeout } = options;
  const foreseen = parts(options).includes('measure')
    ? foresee(project, parser, (path) => needed.some((one) => one.up.path === path && judged(one)), version)
    : undefined;
  const verified: VerifiedMigration[] = [...kept];
  await verifyHistory(scratch, needed.slice(kept.length), {
    parser,
    rows,
    statementTimeout,
    resetsSession: project.supabase,
    earlier: needed.flatMap((migration, index) => {
      const replayed = kept[index]?.replayed;
      return replayed === undefined ? [] : [{ migration, replayed }];
    }),
    wants: (migration): Wanted =>
      judged(migration) ? { effects: foreseen?.get(migration.up.path), down: downs.get(migration.id) } : {},
    onBegin: async (migration) => {
      const { path } = migration.up;
      options.onEvent?.({ kind: 'migration', done: verified.length, total: needed.length, path });
      await cache.offer(scratch, needed, verified, judged, facts);
    },
    onVerified: (one, { up }) => {
      verified.push(one);
      options.onEvent?.({ kind: 'verified', path: up.path, timing: one.timing });
    },
  });
  if (verified.length > kept.length) await cache.offer(scratch, needed, verified, judged, facts);
  return verified;
}

interface Downs {
  /** By the id of the migration. */
  readonly downs: ReadonlyMap<string, ProvableSection>;
  readonly generated: ReadonlySet<string>;
}

/** Written downs that hold statements, and generated ones where they are asked for and claim to undo everything. */
function wantedDowns({ project, judged, options, parser }: ProjectToVerify, needed: readonly Migration[]): Downs {
  const downs = new Map<string, ProvableSection>();
  const generated = new Set<string>();
  if (!parts(options).includes('down')) return { downs, generated };
  for (const { id, down } of needed.filter(judged)) {
    if (down !== undefined && readScript(down.text, parser).statements.length > 0) downs.set(id, down);
  }
  if (!options.generated) return { downs, generated };
  const missing = (migration: Migration): boolean => judged(migration) && !downs.has(migration.id);
  for (const { id, sql, completeness } of generateDowns(project, parser, missing)) {
    const up = needed.find((migration) => migration.id === id)?.up;
    if (up === undefined || completeness !== 'complete') continue;
    downs.set(id, { text: sql, transaction: up.transaction });
    generated.add(id);
  }
  return { downs, generated };
}

interface Opened {
  readonly scratch: Scratch;
  readonly kept: readonly VerifiedMigration[];
}

/** With what was verified before, where that can be used. */
async function open(input: ProjectToVerify, prefix: CachedPrefix | undefined): Promise<Opened> {
  const { project, parser, place, options } = input;
  const openWith = input.openWith ?? ((scratchOptions: ScratchOptions) => openScratch(scratchOptions, place));
  const scratchOptions: ScratchOptions = {
    supabase: project.supabase,
    sql: project.migrations.flatMap(({ up, down }) => (down === undefined ? [up.text] : [up.text, down.text])),
    extensionVersions: extensionVersions(project, parser),
    process: options.process,
  };
  if (prefix?.archive === undefined) return { scratch: await openWith(scratchOptions), kept: [] };
  try {
    return { scratch: await openWith({ ...scratchOptions, archive: prefix.archive }), kept: prefix.verified };
  } catch {
    // A file that was cut off: as if there were none.
    return { scratch: await openWith(scratchOptions), kept: [] };
  }
}

function extensionVersions({ migrations }: Project, parser: Parser): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>();
  for (const { up } of migrations.filter(({ up }) => /\bextension\b/i.test(up.text))) {
    for (const op of operationsOf(readScript(up.text, parser))) {
      if (op.kind !== 'createExtension' || op.version === undefined) continue;
      versions.set(op.extension, [...(versions.get(op.extension) ?? []), op.version]);
    }
  }
  return versions;
}

function versionOf({ database }: Scratch): ServerVersion {
  const major = Math.floor(database.serverVersion / 10_000);
  const version = serverVersions.find((one) => one === major);
  if (version !== undefined) return version;
  throw new PgairlockError('not-available', `The server has version ${major} of PostgreSQL, and 12 to 18 are known.`);
}

/** `180006` → `18.6`. */
const versionText = (version: number): string => `${Math.floor(version / 10_000)}.${version % 10_000}`;

function toJudged(
  migration: Migration,
  verified: VerifiedMigration | undefined,
  judged: (migration: Migration) => boolean,
  { generated }: Downs,
): JudgedMigration {
  if (verified === undefined) throw new Error(`${migration.id} was not replayed.`);
  const { id, up } = migration;
  return { ...verified, id, path: up.path, judged: judged(migration), generated: generated.has(id) };
}
