import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** What a run left behind for the next ones. */
export interface Snapshot {
  /** JSON that the caller understands. */
  readonly notes: string;
  /** The data of an embedded server, as a tar. */
  readonly archive: Uint8Array<ArrayBuffer>;
}

/** Snapshots in a folder, by keys that are file names. What cannot be read counts as not there. */
export interface SnapshotStore {
  /** Without its archive. */
  notes(key: string): Promise<string | undefined>;
  archive(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps it, and removes the oldest beyond the limit. */
  save(key: string, snapshot: Snapshot): Promise<void>;
}

const notesEnding = '.json.gz';
const archiveEnding = '.tar.gz';

/** @param limit how many snapshots are kept; each takes some 5 MB */
export function snapshotStore(folder: string, limit: number): SnapshotStore {
  const file = (name: string): string => path.join(folder, name);
  const read = async (name: string): Promise<Buffer<ArrayBuffer> | undefined> => {
    try {
      return await promisify(gunzip)(await readFile(file(name)));
    } catch {
      return undefined;
    }
  };
  return {
    notes: async (key) => (await read(`${key}${notesEnding}`))?.toString('utf8'),
    async archive(key) {
      const archive = await read(`${key}${archiveEnding}`);
      const now = new Date();
      // What is used stays longest.
      await utimes(file(`${key}${archiveEnding}`), now, now).catch(() => {});
      return archive && new Uint8Array(archive);
    },
    async save(key, { notes, archive }) {
      await mkdir(folder, { recursive: true });
      await write(file(`${key}${archiveEnding}`), archive);
      // Last, so that there are no notes without an archive.
      await write(file(`${key}${notesEnding}`), Buffer.from(notes));
      await removeOldest(folder, limit);
    },
  };
}

/** Another process that writes or reads the same file sees it whole or not at all. */
async function write(target: string, data: Uint8Array): Promise<void> {
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, await promisify(gzip)(data, { level: 1 }));
  await rename(draft, target);
}

async function removeOldest(folder: string, limit: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(archiveEnding));
  const ages = await Promise.all(
    names.map(async (name) => ({
      name,
      used: (await stat(path.join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  for (const { name } of ages.toSorted((a, b) => b.used - a.used).slice(limit)) {
    const key = name.slice(0, -archiveEnding.length);
    await rm(path.join(folder, `${key}${notesEnding}`), { force: true });
    await rm(path.join(folder, name), { force: true });
  }
}
