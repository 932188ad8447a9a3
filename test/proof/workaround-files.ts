import type { Section } from '../../src/core/migration.js';
import type { ServerVersion } from '../../src/core/server.js';
import { cannotRunInTransaction } from '../../src/effects/transaction-errors.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import type { Example, Project } from '../../src/engine/rule.js';
import type { Operation } from '../../src/sql/operation.js';
import type { Parser } from '../../src/sql/parser.js';
import { readScript } from '../../src/sql/read-script.js';

/** The `sql` blocks of a text, or the whole text where it has no blocks. Those that cannot be run are left out. */
export function sqlBlocks(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```(\S*)([^\n]*)\n([\s\S]*?)^```/gm)];
  if (blocks.length === 0) return [text];
  return blocks.flatMap(([, language, info = '', sql = '']) =>
    language === 'sql' && !info.includes('no-run') ? [sql] : [],
  );
}

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
