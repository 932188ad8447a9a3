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

type Run = (statement: string, parameters: readonly (string | null)[]) => Promise<readonly Row[]>;

function runOn(client: Client): Run {
  let lost: unknown;
  // Without a listener, a connection that breaks while it is idle would end the process.
  client.on('error', (error) => {
    lost = error;
  });
  return async (statement, parameters) => {
    if (lost !== undefined) throw toDatabaseError(lost);
    try {
      // The extended protocol takes one statement only, with and without parameters.
      const query = { text: statement, values: [...parameters], queryMode: 'extended' };
      return (await client.query<Record<string, string | null>>(query)).rows;
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
}
