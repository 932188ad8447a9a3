import type { Relation } from '../../catalog/model.js';
import type { Expression } from '../../sql/expression.js';
import { referencesOf } from '../../sql/references.js';
import type { UndoContext } from './undo-context.js';

/** The parts of a relation before and after. */
export interface Sides<Part> {
  readonly came: readonly Part[];
  readonly went: readonly Part[];
  readonly changed: readonly (readonly [before: Part, after: Part])[];
}

export function sidesOf<Part>(before: ReadonlyMap<string, Part>, after: ReadonlyMap<string, Part>): Sides<Part> {
  return {
    came: [...after].filter(([key]) => !before.has(key)).map(([, part]) => part),
    went: [...before].filter(([key]) => !after.has(key)).map(([, part]) => part),
    changed: [...before].flatMap(([key, old]) => {
      const now = after.get(key);
      return now === undefined || now === old ? [] : [[old, now] as const];
    }),
  };
}

/** Keys of what a part of a table needs, as `madeLater` takes them. */
export function needs(expressions: readonly (Expression | undefined)[], { catalog }: UndoContext): readonly string[] {
  const present = expressions.filter((expression) => expression !== undefined);
  if (present.length === 0) return [];
  const { relations, functions, types } = referencesOf(present);
  const key = (kind: string) => (name: { readonly schema?: string | undefined; readonly name: string }) => {
    const { schema, name: own } = catalog.resolve(name);
    return `${kind}:${schema}.${own}`;
  };
  return [...relations.map(key('relation')), ...functions.map(key('routine')), ...types.map(key('type'))];
}

export const relationKey = ({ name }: Relation): string => `relation:${name.schema}.${name.name}`;

/** A partition or child gets and loses it with its parent. */
export function isInherited(column: string, relation: Relation, { catalog }: UndoContext): boolean {
  return parentsOf(relation).some((name) => {
    const parent = catalog.relation(name);
    return typeof parent !== 'string' && parent.columns.has(column);
  });
}

/** It went with that of a parent, which lost it by the same operation. A column of its own is missed by the proof. */
export const mayGoWithParent = (relation: Relation, { catalog }: UndoContext): boolean =>
  parentsOf(relation).some((name) => typeof catalog.relation(name) !== 'string');

const parentsOf = ({ inherits, partitionOf }: Relation): Relation['inherits'] => [
  ...inherits,
  ...(partitionOf ? [partitionOf.parent] : []),
];

/** Constraints and keys of a partition follow those of its parent. */
export const isInheritedConstraint = ({ partitionOf }: Relation, { catalog }: UndoContext): boolean =>
  partitionOf !== undefined && catalog.relation(partitionOf.parent) !== 'absent';
