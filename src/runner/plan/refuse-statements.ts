import type { Place } from '../../core/line-map.js';
import type { Span } from '../../core/span.js';
import { cannotRunInTransaction } from '../../effects/transaction-errors.js';
import type { Operation } from '../../sql/operation.js';
import type { Script, Statement } from '../../sql/script.js';
import type { Refusal, RefusalKind } from './refusal.js';

type At = (offset: number) => Place;

/** What cannot be sent to a server. */
export function refuseUnreadable(migration: string, path: string, script: Script, at: At): readonly Refusal[] {
  const refuse = (kind: RefusalKind, message: string, span: Span): Refusal => ({
    kind,
    migration,
    message,
    path,
    place: at(span.start),
  });
  const copies = script.statements.filter((statement) => readsRows(statement, script));
  return [
    ...script.problems.map(({ message, span }) => refuse('syntax-error', `${message}.`, span)),
    ...script.metaCommands
      // The rows belong to a statement, which is refused itself.
      .filter(({ command }) => command !== 'copy-data' || copies.length === 0)
      .map(({ command, span }) => refuse('psql-command', psqlOnly(command), span)),
    ...copies.map(({ span }) => refuse('psql-command', psqlOnly('copy-data'), span)),
  ];
}

function psqlOnly(command: string): string {
  if (command === 'copy-data') return 'Only psql can send rows to COPY … FROM stdin. Write them as INSERT.';
  if (dumpGuards.has(command)) return `Only psql knows ${command}, which pg_dump writes. Delete the line.`;
  return `Only psql can run ${command}. Write it as SQL.`;
}

const dumpGuards: ReadonlySet<string> = new Set(['\\restrict', '\\unrestrict']);

/** The server would wait for rows for ever, whether there are any in the file or not. */
const readsRows = ({ operations, span }: Statement, { text }: Script): boolean =>
  operations.some(
    (op) =>
      (op.kind === 'copy' && op.direction === 'from' && op.endpoint === 'stdin') ||
      (op.kind === 'unknown' && /^copy\b[^;]*\bfrom\s+stdin\b/i.test(text.slice(span.start, span.end))),
  );

export interface ControlInput {
  readonly migration: string;
  readonly path: string;
  readonly script: Script;
  /** One BEGIN … COMMIT around the whole, which is left out. */
  readonly wrapped: boolean;
  readonly mode: 'atomic' | 'journalled';
  readonly at: At;
}

/** Statements that would end the runner's transaction under it, and those that cannot be in the one that the file asks for. */
export function refuseControl(input: ControlInput): readonly Refusal[] {
  const { migration, path, script, wrapped, at } = input;
  return script.statements.flatMap(({ operations }) => {
    for (const op of operations) {
      const found = control(op, input) ?? (wrapped ? alone(op) : undefined);
      if (found) return [{ ...found, migration, path, place: at(op.span.start) }];
    }
    return [];
  });
}

type Found = Pick<Refusal, 'kind' | 'message'>;

function control(op: Operation, { wrapped, mode }: ControlInput): Found | undefined {
  const name = controlName(op);
  if (name === undefined) return undefined;
  // Outside of a transaction a DO block may commit its batches.
  if (op.block !== undefined) {
    return mode === 'journalled' ? undefined : refusal(`${name} in a block cannot run in the transaction of the file`);
  }
  return wrapped ? undefined : refusal(`${name} would end or begin the transaction of the file before its history row`);
}

const refusal = (words: string): Found => ({
  kind: 'transaction-control',
  message: `${words}. Leave it out, or split the file.`,
});

function controlName(op: Operation): string | undefined {
  switch (op.kind) {
    case 'beginTransaction':
      return 'BEGIN';
    case 'commitTransaction':
      return 'COMMIT';
    case 'rollbackTransaction':
      return 'ROLLBACK';
    case 'preparedTransaction':
      return op.action === 'prepare' ? 'PREPARE TRANSACTION' : `${op.action.toUpperCase()} PREPARED`;
    default:
      return undefined;
  }
}

function alone(op: Operation): Found | undefined {
  const name = op.block === undefined ? cannotRunInTransaction(op) : undefined;
  if (name === undefined) return undefined;
  const message = `${name} cannot run inside the file's BEGIN … COMMIT. Leave the pair out, or give it a file of its own.`;
  return { kind: 'cannot-run-in-transaction', message };
}
