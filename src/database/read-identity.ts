import type { Row } from './database.js';

export interface Identity {
  readonly backendPid: number;
  readonly serverVersion: number;
}

/** The server process that answers, and its version. */
export async function readIdentity(
  run: (statement: string, parameters: readonly string[]) => Promise<readonly Row[]>,
): Promise<Identity> {
  const [row] = await run("SELECT pg_backend_pid() AS pid, current_setting('server_version_num') AS version", []);
  return { backendPid: Number(row?.pid), serverVersion: Number(row?.version) };
}
