import type { CatalogChanges } from '../../catalog/changes.js';
import { isAssumed } from '../../catalog/creation.js';
import type { Change } from '../../catalog/journal.js';
import type { Relation, Unit } from '../../catalog/model.js';
import type { ReplayCatalog } from '../../catalog/replay-catalog.js';
import { createLineMap } from '../../core/line-map.js';
import type { TransactionModel } from '../../core/migration.js';
import type { Operation } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { inServerOrder } from '../../sql/server-order.js';
import type { Chronicle } from './chronicle.js';
import type { Step } from './layout.js';
import { lossesOf } from './losses.js';
import type { SourceTexts } from './source-texts.js';
import { cannot, joined, nothing, type Undo } from './step.js';
import { undoByKind } from './undo-by-kind.js';
import { undoChanges } from './undo-changes.js';
import type { UndoContext } from './undo-context.js';
import { rightsOnUnknown } from './undo-unknown-rights.js';

/** What inverting needs to remember of the history, beside the catalog. */
export interface Memory {
  readonly texts: SourceTexts;
  readonly chronicle: Chronicle;
}

/** An up at its place in the history. */
export interface Place extends Memory {
  readonly script: Script;
  /** Just before the up; afterwards it stands just after it. */
  readonly catalog: ReplayCatalog;
  readonly transaction: TransactionModel;
}

/** Replays the up, operation by operation, and says what undoes each. */
export function stepsOf(options: Place): readonly Step[] {
  const { script, catalog } = options;
  const lineOf = createLineMap(script.text);
  const births = new Map<string, number>();
  let steps: readonly Step[] = [];
  let count = 0;
  for (const statement of script.statements) {
    for (const op of inServerOrder(statement)) {
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
  { script, texts, chronicle, catalog }: Place,
  changes: () => CatalogChanges,
): Undo {
  texts.record(op, script.text);
  const known = undoByKind(op, context);
  const unknown = op.kind === 'grant' ? rightsOnUnknown(op, context) : nothing;
  const losses = joined(lossesOf(op, context), unknown);
  chronicle.record(op, catalog, script.text);
  catalog.apply(op, script.text);
  if (op.kind === 'rollbackTransaction' || op.kind === 'rollbackToSavepoint') return losses;
  return joined(losses, known ?? undoChanges(changes(), context));
}

function contextFor(
  { catalog, texts, chronicle, transaction }: Place,
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

function* bornIn({ relations, routines, types, indexes }: CatalogChanges): Generator<string> {
  // What a foreign key may rest on.
  for (const { before, after } of indexes.values()) {
    if (before === undefined && after?.unique) yield `keys:${after.table.schema}.${after.table.name}`;
  }
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

/** What the migration made and has taken away again, by keys like `relation:public.a`. */
function goneAgain({ relations, indexes, types, schemas }: CatalogChanges, catalog: ReplayCatalog): readonly string[] {
  const { unit } = catalog;
  const gone = (kind: string, changes: ReadonlyMap<string, Change<{ readonly unit: Unit }>>): readonly string[] =>
    [...changes].flatMap(([key, { before, after }]) =>
      before?.unit === unit && after === undefined ? [`${kind}:${key}`] : [],
    );
  return [
    ...gone('relation', relations),
    ...[...relations].flatMap(([key, change]) => (goesWithTable(change, catalog) ? [`relation:${key}`] : [])),
    ...gone('index', indexes),
    ...gone('type', types),
    ...gone('schema', schemas),
  ];
}

/** A sequence goes with the table that the migration made and that owns it now. */
function goesWithTable({ before, after }: Change<Relation>, catalog: ReplayCatalog): boolean {
  const { unit } = catalog;
  const owner = before?.sequence?.ownedBy === undefined ? after?.sequence?.ownedBy : undefined;
  const table = owner && catalog.relation(owner.table);
  return before?.unit === unit && typeof table === 'object' && table.unit === unit;
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
