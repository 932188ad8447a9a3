import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { isAssumed } from '../creation.js';
import type { Constraint, Policy, Relation, Trigger } from '../model.js';
import { relationKeyword, relationWord } from '../relation-words.js';
import { alike, essence } from './alike.js';
import { columnDifferences } from './columns.js';
import { changed, left, lost, type SchemaDifference, sideBySide } from './difference.js';
import { viewDifferences } from './views.js';

export const relationText = (relation: Relation): string => `${relationWord(relation)} ${formatName(relation.name)}`;

export const leftRelation = (relation: Relation): SchemaDifference =>
  left(relationText(relation), `DROP ${relationKeyword(relation)} ${quoteName(relation.name)};`);

/** A table that the history does not make: what was there before is only known to be no part of what was added. */
export const assumedBefore = (after: Relation): Relation | undefined => {
  if (!isAssumed(after)) return undefined;
  const old = <Part extends { readonly unit: number }>(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, Part> =>
    new Map([...parts].filter(([, { unit }]) => unit === 0));
  return {
    ...after,
    columns: old(after.columns),
    constraints: old(after.constraints),
    policies: old(after.policies),
    triggers: old(after.triggers),
  };
};

export function* relationDifferences(before: Relation, after: Relation): Generator<SchemaDifference> {
  const text = relationText(after);
  const table = `ALTER TABLE ${quoteName(after.name)}`;
  if (before.kind !== after.kind) yield changed(`${text}, which was a ${relationWord(before)},`);
  if (before.view === undefined || after.view === undefined) yield* columnDifferences(before, after);
  else yield* viewDifferences(text, before.view, after.view);
  yield* constraintDifferences(before, after);
  yield* policyDifferences(before, after);
  yield* triggerDifferences(before, after);
  const { enabled, forced } = before.rowSecurity;
  if (enabled !== after.rowSecurity.enabled) {
    yield changed(`row level security of ${text}`, `${table} ${enabled ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY;`);
  } else if (forced !== after.rowSecurity.forced) {
    yield changed(`forced row level security of ${text}`);
  }
  if (!alike(before.options, after.options)) yield changed(`the options of ${text}`);
  if (before.owner !== after.owner && before.owner !== undefined && after.owner !== undefined)
    yield changed(`the owner of ${text}`);
  if (!alike(before.partitionOf?.parent, after.partitionOf?.parent)) yield changed(`the partitioned table of ${text}`);
  if (!alike(before.ofType, after.ofType)) {
    const back = before.ofType ? `OF ${quoteName(before.ofType)}` : 'NOT OF';
    yield changed(`the type of ${text}`, `${table} ${back};`);
  }
  if (before.persistence !== after.persistence) yield changed(`the persistence of ${text}`);
  if (!alike(before.rules, after.rules)) yield changed(`the rules of ${text}`);
}

interface Named {
  readonly name: string;
}

/** Pairs parts by name, then those that are alike under another name, which are no loss. */
function* partDifferences<Part extends Named>(
  word: string,
  { name: table }: Relation,
  before: ReadonlyMap<string, Part>,
  after: ReadonlyMap<string, Part>,
  content: (part: Part) => unknown,
  drop: (name: string) => string,
): Generator<SchemaDifference> {
  const renamed = renamedParts(before, after, content);
  for (const [name, old, now] of sideBySide(before, after)) {
    const object = `${word} ${name} of ${formatName(table)}`;
    if (old === undefined) {
      if (!renamed.has(name)) yield left(object, drop(quoteIdentifier(name)));
    } else if (now === undefined) {
      const to = [...renamed].find(([, from]) => from === name)?.[0];
      yield to === undefined ? lost(object) : changed(`the name of ${object} (now ${to})`);
    } else if (!alike(content(old), content(now))) yield changed(object);
  }
}

/** New names to the old names of parts that are alike. */
function renamedParts<Part>(
  before: ReadonlyMap<string, Part>,
  after: ReadonlyMap<string, Part>,
  content: (part: Part) => unknown,
): ReadonlyMap<string, string> {
  const gone = new Map<string, string>();
  for (const [name, part] of before) if (!after.has(name)) gone.set(essence(content(part)), name);
  const renamed = new Map<string, string>();
  if (gone.size === 0) return renamed;
  for (const [name, part] of after) {
    const old = before.has(name) ? undefined : gone.get(essence(content(part)));
    if (old !== undefined) renamed.set(name, old);
  }
  return renamed;
}

const constraintContent = ({ definition, columns, references }: Constraint): unknown => ({
  ...definition,
  ...(definition.type === 'foreignKey' && {
    onDelete: definition.onDelete ?? 'no action',
    onUpdate: definition.onUpdate ?? 'no action',
  }),
  name: undefined,
  usingIndex: undefined,
  references: references?.table,
  referencedColumns: references?.columns,
  // Those of a check follow from its expression.
  columns: definition.type === 'check' ? undefined : columns,
});

const constraintDifferences = (before: Relation, after: Relation): Iterable<SchemaDifference> =>
  partDifferences(
    'constraint',
    after,
    before.constraints,
    after.constraints,
    constraintContent,
    (name) => `ALTER TABLE ${quoteName(after.name)} DROP CONSTRAINT ${name};`,
  );

const policyDifferences = (before: Relation, after: Relation): Iterable<SchemaDifference> =>
  partDifferences<Policy>(
    'policy',
    after,
    before.policies,
    after.policies,
    (policy) => ({ ...policy, name: undefined }),
    (name) => `DROP POLICY ${name} ON ${quoteName(after.name)};`,
  );

const triggerDifferences = (before: Relation, after: Relation): Iterable<SchemaDifference> =>
  partDifferences<Trigger>(
    'trigger',
    after,
    before.triggers,
    after.triggers,
    (trigger) => ({ ...trigger, name: undefined }),
    (name) => `DROP TRIGGER ${name} ON ${quoteName(after.name)};`,
  );
