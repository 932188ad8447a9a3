import { PgairlockError } from '../../core/error.js';
import type { Environment } from '../../database/connection-settings.js';
import type { ServerTarget } from '../../database/connection-target.js';
import { createTail, isDumpEnd } from './dump-end.js';
import { explainDump } from './explain-dump.js';
import type { Program } from './find-program.js';
import { libpqEnvironment } from './libpq-environment.js';
import { runProgram } from './run-program.js';

export interface DumpOrder {
  readonly program: Program;
  readonly target: ServerTarget;
  readonly env: Environment;
  readonly schemas?: readonly string[] | undefined;
  readonly schemaOnly: boolean;
  /** Milliseconds. */
  readonly lockWait: number;
  readonly write: (chunk: Buffer) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the dump of a server, and checks that all of it came.
 * @throws PgairlockError `backup-failed`, and what `write` throws
 */
export async function dumpServer(order: DumpOrder): Promise<void> {
  const { program, target, env, write, signal } = order;
  const tail = createTail();
  let bytes = 0;
  const end = await runProgram({
    file: program.path,
    args: dumpArguments(order),
    env: libpqEnvironment(target, env),
    signal,
    write: async (chunk) => {
      bytes += chunk.length;
      tail.add(chunk);
      await write(chunk);
    },
  });
  if (signal?.aborted) throw failed('The backup was stopped.');
  if (end.endedBy !== undefined) throw failed(`pg_dump was ended by ${end.endedBy}.`);
  if (end.status !== 0) throw failed(explainDump(end, order));
  if (bytes === 0) throw failed(`${program.path} wrote nothing.`);
  if (!isDumpEnd(tail.text())) throw failed(`The dump of ${program.path} is cut off: its last lines are missing.`);
}

const failed = (reason: string): PgairlockError =>
  new PgairlockError('backup-failed', `The backup failed: ${reason.replace(/\s*\n\s*/g, ' ')} Nothing is kept of it.`);

const dumpArguments = ({ schemas = [], schemaOnly, lockWait }: DumpOrder): readonly string[] => [
  '--format=plain',
  '--no-password',
  `--lock-wait-timeout=${lockWait}`,
  ...(schemaOnly ? ['--schema-only'] : []),
  // Names are patterns, and quoted ones stand for themselves.
  ...schemas.map((schema) => `--schema="${schema.replaceAll('"', '""')}"`),
  ...(schemas.length > 0 ? ['--strict-names'] : []),
];
