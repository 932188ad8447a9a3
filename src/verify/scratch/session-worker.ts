/** What the thread is started with. */
export interface WorkerStart {
  /** Path of PGlite's CommonJS module. */
  readonly pglite: string;
  /** Paths of the modules of its extensions. */
  readonly extensions: readonly string[];
  /** Written where the server looks for extensions. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly searchPath: string;
  /** All data to begin with, as a tar. */
  readonly archive?: Uint8Array<ArrayBuffer> | undefined;
}

export type WorkerRequest =
  | {
      readonly id: number;
      readonly kind: 'query';
      readonly statement: string;
      readonly parameters: readonly (string | null)[];
    }
  | { readonly id: number; readonly kind: 'status' }
  | { readonly id: number; readonly kind: 'archive' }
  | { readonly id: number; readonly kind: 'close' };

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notice'; readonly notice: Readonly<Record<string, string | undefined>> }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly rows: readonly Readonly<Record<string, string | null>>[];
      /** The answer to `archive`. */
      readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: Readonly<Record<string, string>> & { readonly message: string };
    };

/**
 * PostgreSQL as WebAssembly in a thread of its own: it cannot interrupt a statement, but a thread can be ended. Plain
 * JavaScript, as a thread starts from a file or from a text, and the file is elsewhere in each way of running the program.
 */
export const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const asIs = () => new Proxy({}, { get: () => (value) => value });
const fields = ['severity', 'code', 'detail', 'hint', 'position', 'where'];
const toPlain = (error) => {
  const plain = { message: String(error && error.message || error) };
  for (const field of fields) if (error && typeof error[field] === 'string') plain[field] = error[field];
  return plain;
};
const toNotice = ({ severity, message, code, detail, hint }) => ({ severity, message, code, detail, hint });
const onNotice = (notice) => parentPort.postMessage({ kind: 'notice', notice: toNotice(notice) });
const status = async (pg) => {
  if (!pg.isInTransaction()) return 'idle';
  try {
    await pg.query('SELECT 1');
    return 'transaction';
  } catch (error) {
    if (error.code === '25P02') return 'failed';
    throw error;
  }
};
const answer = async (pg, request) => {
  if (request.kind === 'status') return [{ status: await status(pg) }];
  if (request.kind === 'close') return pg.close().then(() => []);
  if (request.kind === 'archive') return new Uint8Array(await (await pg.dumpDataDir('none')).arrayBuffer());
  return (await pg.query(request.statement, [...request.parameters], { onNotice })).rows;
};
const start = async () => {
  const { PGlite } = require(workerData.pglite);
  const extensions = {};
  for (const path of workerData.extensions) {
    const found = Object.values(require(path)).find((value) => value && typeof value.setup === 'function');
    if (found) extensions[found.name] = found;
  }
  // Not the tables of the system: no -O. And names are looked for as a server does, not in public alone.
  const startParams = PGlite.defaultStartParams
    .filter((one) => one !== '-O')
    .map((one) => (one.startsWith('search_path=') ? 'search_path=' + workerData.searchPath : one));
  const loadDataDir = workerData.archive && new Blob([workerData.archive]);
  const pg = await PGlite.create({ extensions, startParams, ...(loadDataDir && { loadDataDir }) });
  pg.parsers = asIs();
  pg.serializers = asIs();
  for (const { name, text } of workerData.files) {
    pg.Module.FS.writeFile('/pglite/share/postgresql/extension/' + name, text);
  }
  return pg;
};
start().then((pg) => {
  let last = Promise.resolve();
  parentPort.on('message', (request) => {
    last = last.then(() => answer(pg, request)).then(
      (answer) => {
        const bytes = answer instanceof Uint8Array ? answer : undefined;
        const reply = { kind: 'done', id: request.id, rows: bytes ? [] : answer, bytes };
        parentPort.postMessage(reply, bytes ? [bytes.buffer] : []);
      },
      (error) => parentPort.postMessage({ kind: 'failed', id: request.id, error: toPlain(error) }),
    );
  });
  parentPort.postMessage({ kind: 'ready' });
});
`;
