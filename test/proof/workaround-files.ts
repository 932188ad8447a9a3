import type { Section } from '../../src/core/migration.js';
import type { ServerVersion } from '../../src/core/server.js';
import { cannotRunInTransaction } from '../../src/effects/transaction-errors.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import type { Example, Project } from '../../src/engine/rule.js';
import type { Operation } from '../../src/sql/operation.js';
import type { Parser } from '../../src/sql/parser.js';
import { readScript } from '../../src/sql/read-script.js';

/** A file of a workaround. */
export interface Block {
  readonly sql: string;
  /** Whoever writes it knows what the rule says of it: `sql still-reported`. */
  readonly stillReported: boolean;
}

/**
 * The ways that a text shows, each a list of files: its `sql` blocks, of which a `sql or` block begins another way. A text
 * without blocks is one file where it is SQL. `sql no-run` blocks are left out.
 */
export function waysIn(text: string, parser: Parser): readonly (readonly Block[])[] {
  const blocks = [...text.matchAll(/^```(\S*)([^\n]*)\n([\s\S]*?)^```/gm)];
  if (blocks.length === 0) return isSql(text, parser) ? [[{ sql: text, stillReported: false }]] : [];
  const ways: Block[][] = [];
  for (const [, language, info = '', sql = ''] of blocks) {
    const words = info.split(' ');
    if (language !== 'sql' || words.includes('no-run')) continue;
    const block = { sql, stillReported: words.includes('still-reported') };
    if (words.includes('or') || ways.length === 0) ways.push([block]);
    else ways.at(-1)?.push(block);
  }
  return ways;
}

const isSql = (text: string, parser: Parser): boolean =>
  text.includes(';') && readScript(text, parser).problems.length === 0;

/** Earlier files, and each block as a file of its own that is sent as it must be. */
export function workaroundProject(
  example: Example,
  given: readonly string[],
  blocks: readonly string[],
  { parser, version }: { readonly parser: Parser; readonly version: ServerVersion },
): Project {
  const [first = '', ...after] = blocks;
  const { alone: _, ids: __, down: ___, dependencies: ____, base: _____, problems: ______, ...rest } = example;
  const project = exampleProject({ ...rest, given, sql: first, after });
  const migrations = project.migrations.map((migration, at) =>
    at < given.length ? migration : { ...migration, up: asSent(migration.up, parser) },
  );
  return { ...project, server: { ...project.server, version }, migrations };
}

function asSent(section: Section, parser: Parser): Section {
  const { statements } = readScript(section.text, parser);
  const isAlone = statements.some(({ operations }) => operations.some(standsAlone));
  return { ...section, transaction: isAlone ? 'autocommit' : 'transaction' };
}

/** It must not be in a transaction, or ends its own. */
const standsAlone = (op: Operation): boolean =>
  (op.block === undefined && cannotRunInTransaction(op) !== undefined) ||
  (op.block !== undefined && (op.kind === 'commitTransaction' || op.kind === 'rollbackTransaction'));
