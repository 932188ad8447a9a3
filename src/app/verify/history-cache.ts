import { createHash } from 'node:crypto';
import type { Migration } from '../../core/migration.js';
import type { Project } from '../../engine/rule.js';
import { type Snapshot, snapshotStore } from '../../verify/cache/snapshot-store.js';
import type { ProvableSection } from '../../verify/prove/proof.js';
import { findPglite } from '../../verify/scratch/bundled-extensions.js';
import type { Scratch } from '../../verify/scratch/scratch.js';
import { isFreshSession } from '../../verify/scratch/session-settings.js';
import type { VerifiedMigration } from '../../verify/verify-history.js';
import { tool } from '../version.js';
import type { VerifyOptions } from './verify-options.js';

/** The begin of a history as it was verified before. */
export interface CachedPrefix extends ServerFacts {
  /** Absent: nothing is left to do on it. */
  readonly archive?: Snapshot['archive'] | undefined;
  readonly verified: readonly VerifiedMigration[];
}

/** What a run says of its server. */
export interface ServerFacts {
  readonly server: string;
  readonly standIns: readonly string[];
}

/** The down to prove; `undefined`: none. `false`: the migration is replayed only. */
export type WantedDown = ProvableSection | undefined | false;

export interface HistoryCache {
  /** The longest begin of a history that was verified as it is wanted now. */
  find(
    migrations: readonly Migration[],
    downOf: (migration: Migration) => WantedDown,
  ): Promise<CachedPrefix | undefined>;
  /** Keeps what was verified so far, where that is worth its time. */
  offer(
    scratch: Scratch,
    migrations: readonly Migration[],
    verified: readonly VerifiedMigration[],
    judged: (migration: Migration) => boolean,
    facts: () => Promise<ServerFacts>,
  ): Promise<void>;
}

export const noCache: HistoryCache = { find: async () => undefined, offer: async () => {} };

/** Snapshots that are kept, of all projects that share the folder. */
const most = 12;

interface Entry {
  /** What was asked of each migration, and what it showed. */
  readonly asked: string;
  readonly verified: VerifiedMigration;
}

/** Keeps what was verified in a folder. Whatever is wrong with that folder, the run goes on without it. */
export function historyCache(folder: string, project: Project, options: VerifyOptions): HistoryCache {
  const store = snapshotStore(folder, most);
  const asked = (down: WantedDown): string => (down === false ? 'replay' : askedHash(down, options));
  let downs: (migration: Migration) => WantedDown = () => false;
  return {
    async find(migrations, downOf) {
      downs = downOf;
      const keys = prefixKeys(project, migrations);
      for (let length = migrations.length; length >= 0; length -= 1) {
        const key = keys[length] ?? '';
        const notes = toNotes(await store.notes(key));
        if (notes === undefined) continue;
        const { entries, server, standIns } = notes;
        if (entries.length !== length || !answers(entries, migrations, (migration) => asked(downOf(migration))))
          continue;
        const prefix = { server, standIns, verified: entries.map(({ verified }) => verified) };
        if (length === migrations.length) return prefix;
        const archive = await store.archive(key);
        if (archive !== undefined) return { ...prefix, archive };
      }
      return undefined;
    },
    async offer(scratch, migrations, verified, judged, facts) {
      if (!scratch.archive || !isWorthKeeping(migrations, verified.length, judged)) return;
      const key = prefixKeys(project, migrations)[verified.length] ?? '';
      if ((await store.notes(key)) !== undefined && !hasNews(migrations, verified.length, judged)) return;
      if (!project.supabase && !(await isFreshSession(scratch.database))) return;
      const entries = verified.map((one, index): Entry => {
        const migration = migrations[index];
        return { asked: asked(migration ? downs(migration) : false), verified: one };
      });
      const archive = await scratch.archive();
      const notes: Notes = { ...(await facts()), entries };
      await store.save(key, { notes: JSON.stringify(notes), archive }).catch(() => {});
    },
  };
}

/** An empty server takes longest to make. The next run mostly differs in the last migration, or in those that are judged. */
function isWorthKeeping(
  migrations: readonly Migration[],
  length: number,
  judged: (migration: Migration) => boolean,
): boolean {
  const first = migrations.findIndex(judged);
  return length === 0 || length === first || length >= migrations.length - 1;
}

/** More is known of some migration than that it can be replayed. */
const hasNews = (
  migrations: readonly Migration[],
  length: number,
  judged: (migration: Migration) => boolean,
): boolean => migrations.slice(0, length).some(judged);

/** The key of each prefix by its length: everything that decides which database it makes. */
function prefixKeys({ supabase }: Project, migrations: readonly Migration[]): readonly string[] {
  const keys = [hash(tool.version, findPglite().version, String(supabase))];
  for (const { id, up } of migrations)
    keys.push(hash(keys.at(-1) ?? '', id, up.path, up.transaction, String(up.adaptive ?? false), up.source));
  return keys;
}

const askedHash = (down: ProvableSection | undefined, { only, rows, statementTimeout }: VerifyOptions): string =>
  hash(JSON.stringify([only ?? [], rows ?? true, statementTimeout ?? 0]), down?.transaction ?? '', down?.text ?? '');

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32);

interface Notes extends ServerFacts {
  readonly entries: readonly Entry[];
}

function toNotes(text: string | undefined): Notes | undefined {
  try {
    const notes: unknown = JSON.parse(text ?? 'null');
    return isNotes(notes) ? notes : undefined;
  } catch {
    return undefined;
  }
}

// The key holds the version of the program that wrote it.
const isNotes = (value: unknown): value is Notes =>
  typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries);

/** Whoever is only replayed may also have been measured. */
const answers = (
  entries: readonly Entry[],
  migrations: readonly Migration[],
  asked: (migration: Migration) => string,
): boolean =>
  entries.every((entry, index) => {
    const migration = migrations[index];
    const wanted = migration && asked(migration);
    return wanted === 'replay' || wanted === entry.asked;
  });
