import type { CatalogChanges } from '../../catalog/changes.js';
import { isAssumed } from '../../catalog/creation.js';
import type { Mark } from '../../catalog/journal.js';
import type { ReplayCatalog } from '../../catalog/replay-catalog.js';
import { createLineMap } from '../../core/line-map.js';
import type { TransactionModel } from '../../core/migration.js';
import type { Operation } from '../../sql/operation.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import type { Script, Statement } from '../../sql/script.js';
import { type Chronicle, createChronicle } from './chronicle.js';
import { layOut, type Step } from './layout.js';
import { lossesOf } from './losses.js';
import { differingObjects } from './same-schema.js';
import { createSourceTexts, type SourceTexts } from './source-texts.js';
import { cannot, does, joined, type NotUndone, nothing, phase, statement, type Undo } from './step.js';
import { undoByKind } from './undo-by-kind.js';
import { undoChanges } from './undo-changes.js';
import type { UndoContext } from './undo-context.js';
import { grantStatements } from './write-grants.js';

/**
 * `complete`: the schema is as it was and nothing is lost. `partial`: `notUndone` says what is missing. `none`: nothing
 * can be undone.
 */
export type Completeness = 'complete' | 'partial' | 'none';

export interface Inverse {
  readonly sql: string;
  readonly completeness: Completeness;
  /** What is not undone, in the order of the up, with the line of the up from 1. */
  readonly notes: readonly (NotUndone & { readonly line: number })[];
}

/** What inverting needs to remember of the history, beside the catalog. */
export interface Memory {
  readonly texts: SourceTexts;
  readonly chronicle: Chronicle;
}

export const createMemory = (): Memory => ({ texts: createSourceTexts(), chronicle: createChronicle() });

export interface InvertOptions extends Memory {
  readonly id: string;
  readonly script: Script;
  /** Just before the up; afterwards it stands just after it. */
  readonly catalog: ReplayCatalog;
  readonly transaction: TransactionModel;
  readonly parser: Parser;
}

/** Replays an up that nobody wants undone, and remembers its texts. */
export function replayUp({
  script,
  catalog,
  transaction,
  texts,
  chronicle,
}: Omit<InvertOptions, 'id' | 'parser'>): void {
  catalog.beginUnit(transaction);
  for (const { operations } of script.statements) {
    for (const op of operations) {
      texts.record(op, script.text);
      chronicle.record(op, catalog, script.text);
      catalog.apply(op, script.text);
    }
  }
  catalog.endUnit();
}

/** Replays an up and writes the down that takes it back. What the down leaves is held against what was before. */
export function invert(options: InvertOptions): Inverse {
  const { script, catalog, transaction } = options;
  const start = catalog.mark();
  catalog.beginUnit(transaction);
  const steps = stepsOf(options);
  catalog.endUnit();
  const ownTransaction = isWrapped(script);
  const settings = timeoutsOf(script);
  const write = (all: readonly Step[]): string => layOut({ id: options.id, steps: all, settings, ownTransaction });
  const rights = changesAfter(write(steps), options, start, missingRights);
  const complete = rights.length === 0 ? steps : [rightsStep(rights), ...steps];
  const proven = notesOf(complete).length > 0 ? [] : changesAfter(write(complete), options, start, differingObjects);
  catalog.release(start);
  const all = proven.length === 0 ? complete : [...complete, unproven(proven)];
  const notes = notesOf(all);
  return { sql: write(all), completeness: completenessOf(all, notes), notes };
}

/** What comes back gets the default privileges of today, which need not be those that it had. */
const missingRights = ({ grants, relations, routines, types, schemas }: CatalogChanges): readonly string[] =>
  [...grants].flatMap(([slot, { before, after }]) => {
    const key = slot.slice(slot.indexOf(':') + 1);
    const isThere = ![relations, routines, types, schemas].some((changes) => {
      const change = changes.get(key);
      return change !== undefined && (change.before === undefined || change.after === undefined);
    });
    return isThere && !key.startsWith('pg_temp.') ? grantStatements({ before, after }) : [];
  });

const rightsStep = (rights: readonly string[]): Step => ({
  undo: does(...rights.map((sql) => statement(phase.rights, sql))),
  line: 1,
  conditional: false,
});

const notesOf = (steps: readonly Step[]): Inverse['notes'] =>
  steps.flatMap(({ undo, line, conditional }) => [
    ...undo.notUndone.map((note) => ({ ...note, line })),
    ...(conditional && undo.statements.length > 0
      ? [{ reason: 'a statement under a condition', message: 'It ran under a condition in a DO block.', line }]
      : []),
  ]);

function completenessOf(steps: readonly Step[], notes: Inverse['notes']): Completeness {
  if (notes.length === 0) return 'complete';
  return steps.some(({ undo, conditional }) => undo.statements.length > 0 && !conditional) ? 'partial' : 'none';
}

const unproven = (objects: readonly string[]): Step => ({
  undo: cannot(
    'the replayed down leaves a difference',
    `After this down the schema is not what it was: ${objects.slice(0, 5).join(', ')}${objects.length > 5 ? ', …' : ''}.`,
  ),
  line: 1,
  conditional: false,
});

/** Replays the down and asks about what is then other than before the up. */
function changesAfter(
  sql: string,
  { catalog, parser, transaction }: InvertOptions,
  start: Mark,
  ask: (changes: CatalogChanges) => readonly string[],
): readonly string[] {
  const script = readScript(sql, parser);
  const [problem] = script.problems;
  if (problem !== undefined) return ask === differingObjects ? [`a text that does not parse (${problem.message})`] : [];
  const end = catalog.mark();
  catalog.beginUnit(transaction);
  for (const { operations } of script.statements) for (const op of operations) catalog.apply(op, script.text);
  catalog.endUnit();
  const answer = ask(catalog.changesSince(start));
  catalog.undoTo(end);
  return answer;
}

function stepsOf(options: InvertOptions): readonly Step[] {
  const { script, catalog } = options;
  const lineOf = createLineMap(script.text);
  const births = new Map<string, number>();
  let steps: readonly Step[] = [];
  let count = 0;
  for (const statement of script.statements) {
    for (const op of statement.operations) {
      count += 1;
      if (op.kind === 'rollbackTransaction') steps = [];
      const context = contextFor(options, op, births);
      const start = catalog.mark();
      const undo = undoOperation(op, context, options, () => catalog.changesSince(start));
      const changes = catalog.changesSince(start);
      for (const key of bornIn(changes)) births.set(key, count);
      catalog.release(start);
      const line = lineOf(statement.span.start).line;
      steps = [...withoutCancelled(steps, changes, catalog), { undo, line, conditional: isDoubtful(op) }];
    }
  }
  return [...steps, ...unreadable(script, (at) => lineOf(at).line)];
}

const isDoubtful = ({ block }: Operation): boolean => block?.conditional === true || block?.caught === true;

function undoOperation(
  op: Operation,
  context: UndoContext,
  { script, texts, chronicle, catalog }: InvertOptions,
  changes: () => CatalogChanges,
): Undo {
  texts.record(op, script.text);
  const known = undoByKind(op, context);
  const losses = lossesOf(op, context);
  chronicle.record(op, catalog, script.text);
  catalog.apply(op, script.text);
  if (op.kind === 'rollbackTransaction' || op.kind === 'rollbackToSavepoint') return losses;
  return joined(losses, known ?? undoChanges(changes(), context));
}

function contextFor(
  { catalog, texts, chronicle, transaction }: InvertOptions,
  op: Operation,
  births: ReadonlyMap<string, number>,
): UndoContext {
  const concurrently = 'concurrently' in op && op.concurrently;
  return {
    catalog,
    texts,
    chronicle,
    unit: catalog.unit,
    retry: transaction === 'autocommit',
    concurrently,
    madeLater: (than, keys) => {
      const birth = births.get(than) ?? 0;
      return keys.some((key) => key !== than && (births.get(key) ?? -1) > birth);
    },
    isFreshObject: (kind, name) => isFreshObject(kind, name, catalog),
  };
}

function isFreshObject(kind: string, key: string, catalog: ReplayCatalog): boolean {
  const [, schema = '', name = ''] = /^([^.]*)\.(.*)$/s.exec(key) ?? [];
  const isNew = (found: string | { readonly unit: number }): boolean =>
    typeof found !== 'string' && found.unit === catalog.unit;
  if (kind === 'table' || kind === 'sequence') return isNew(catalog.relation({ schema, name }));
  if (kind === 'type') return isNew(catalog.type({ schema, name }));
  if (kind !== 'function') return false;
  const routines = catalog.routines({ schema, name });
  return typeof routines !== 'string' && routines.every(({ unit }) => unit === catalog.unit);
}

function* bornIn({ relations, routines, types }: CatalogChanges): Generator<string> {
  for (const [key, { before, after }] of relations) {
    if (before === undefined && after !== undefined && !isAssumed(after)) yield `relation:${key}`;
  }
  for (const [key, { before }] of routines) if (before === undefined) yield `routine:${key}`;
  for (const [key, { before }] of types) if (before === undefined) yield `type:${key}`;
}

/** What the migration made and took away again needs no undoing. */
function withoutCancelled(steps: readonly Step[], changes: CatalogChanges, catalog: ReplayCatalog): readonly Step[] {
  const gone = new Set(goneAgain(changes, catalog));
  if (gone.size === 0) return steps;
  return steps.map((step) => ({
    ...step,
    undo: {
      ...step.undo,
      statements: step.undo.statements.filter(({ removes }) => removes === undefined || !gone.has(removes)),
    },
  }));
}

function* goneAgain({ relations, indexes, types, schemas }: CatalogChanges, catalog: ReplayCatalog): Generator<string> {
  const { unit } = catalog;
  for (const [key, { before, after }] of relations) {
    if (before?.unit === unit && after === undefined) yield `relation:${key}`;
    // A sequence goes with the table that the migration made and that owns it now.
    const owner = before?.sequence?.ownedBy === undefined ? after?.sequence?.ownedBy : undefined;
    const table = owner && catalog.relation(owner.table);
    if (before?.unit === unit && typeof table === 'object' && table.unit === unit) yield `relation:${key}`;
  }
  for (const [key, { before, after }] of indexes)
    if (before?.unit === unit && after === undefined) yield `index:${key}`;
  for (const [key, { before, after }] of types) if (before?.unit === unit && after === undefined) yield `type:${key}`;
  for (const [key, { before, after }] of schemas)
    if (before?.unit === unit && after === undefined) yield `schema:${key}`;
}

/** Statements with syntax errors, and lines that only psql understands. */
const unreadable = ({ problems, metaCommands }: Script, lineOf: (at: number) => number): readonly Step[] => [
  ...problems.map(({ span }) => ({
    undo: cannot('a statement that cannot be read', 'This statement cannot be read, and is not undone.'),
    line: lineOf(span.start),
    conditional: false,
  })),
  ...metaCommands
    .filter(
      ({ command }) => /^\\(?:i|ir|include|include_relative|gexec|copy)\b/.test(command) || command === 'copy-data',
    )
    .map(({ span, command }) => ({
      undo:
        command === 'copy-data'
          ? nothing
          : cannot('a line for psql', `What the psql line ${command} does is not undone.`),
      line: lineOf(span.start),
      conditional: false,
    })),
];

const operationsOf = ({ statements }: Script): readonly Operation[] =>
  statements.flatMap(({ operations }: Statement) => operations);

const isWrapped = (script: Script): boolean => {
  const operations = operationsOf(script);
  return operations.some(({ kind }) => kind === 'beginTransaction') && operations.at(-1)?.kind === 'commitTransaction';
};

/** The down waits for locks no longer than the up does. */
const timeoutsOf = (script: Script): readonly string[] =>
  operationsOf(script).flatMap((op) =>
    op.kind === 'setSetting' && op.form === 'set' && /^(?:lock|statement)_timeout$/.test(op.name)
      ? [script.text.slice(op.span.start, op.span.end)]
      : [],
  );
