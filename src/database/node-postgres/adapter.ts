import type { Client } from 'pg';
import { describeTarget, type ServerTarget } from '../connection-target.js';
import type { Database, Row, TransactionStatus } from '../database.js';
import { DatabaseError } from '../database-error.js';
import { createListeners, toNotice } from '../listeners.js';
import { readIdentity } from '../read-identity.js';
import { toDatabaseError } from '../to-database-error.js';
import { connect } from './connect.js';

const statuses: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'transaction', E: 'failed' };

/** Opens one connection to a server. */
export async function openNodePostgres(target: ServerTarget): Promise<Database> {
  const client = await connect(target);
  const listeners = createListeners();
  client.on('notice', (notice) => listeners.tell(toNotice(notice)));
  const run = runOn(client);
  let closing: Promise<void> | undefined;
  return {
    adapter: 'node-postgres',
    label: describeTarget(target),
    ...(await readIdentity(run)),
    connectionPid: processOf(client),
    query: (statement, parameters = []) => run(statement, parameters),
    execute: async (statement) => {
      await run(statement, []);
    },
    executeAll: (statements) => run.together(statements),
    transactionStatus: async () => {
      const status = statuses[client.getTransactionStatus() ?? ''];
      if (status === undefined) throw new DatabaseError({ sqlstate: '08003', message: 'The connection is closed.' });
      return status;
    },
    onNotice: listeners.add,
    close: () => {
      closing ??= client.end();
      return closing;
    },
  };
}

/** The driver keeps it, though its types do not say so. */
function processOf(client: Client): number | undefined {
  const pid = 'processID' in client ? client.processID : undefined;
  return typeof pid === 'number' ? pid : undefined;
}

interface Run {
  (statement: string, parameters: readonly (string | null)[]): Promise<readonly Row[]>;
  together(statements: readonly string[]): Promise<void>;
}

function runOn(client: Client): Run {
  let lost: unknown;
  // Without a listener, a connection that breaks while it is idle would end the process.
  client.on('error', (error) => {
    lost = error;
  });
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (lost !== undefined) throw toDatabaseError(lost);
    try {
      return await work();
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
  const one = (statement: string, parameters: readonly (string | null)[]): Promise<readonly Row[]> =>
    guarded(async () => {
      // The extended protocol takes one statement only, with and without parameters.
      const query = { text: statement, values: [...parameters], queryMode: 'extended' };
      return (await client.query<Record<string, string | null>>(query)).rows;
    });
  const together = (statements: readonly string[]): Promise<void> =>
    guarded(async () => {
      await client.query(statements.join('; '));
    });
  return Object.assign(one, { together });
}
