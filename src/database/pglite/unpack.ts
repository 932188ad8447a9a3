import { loadPglite } from './load.js';

/** Makes the folder of a PGlite from an archive of another one. */
export async function unpackPglite(folder: string, archive: Buffer<ArrayBuffer>): Promise<void> {
  const { PGlite } = await loadPglite();
  const pglite = await PGlite.create({ dataDir: folder, loadDataDir: new Blob([archive]) });
  await pglite.close();
}
