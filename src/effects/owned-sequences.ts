import type { Relation } from '../catalog/model.js';
import type { LockMode } from '../core/lock-mode.js';
import { formatQualified } from '../core/name.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { lock } from './targets.js';

/** Sequences that belong to the table, or to one column of it, move and go with it. */
export function ownedSequenceLocks(
  relation: Relation | undefined,
  { catalog }: EffectsEnvironment,
  column?: string,
  mode: LockMode = 'ACCESS EXCLUSIVE',
): EffectsPart {
  if (relation === undefined || !mayOwnSequences(relation, column)) return {};
  const owner = formatQualified(relation.name);
  const owned = [...catalog.relations()].filter(
    ({ sequence }) =>
      sequence?.ownedBy !== undefined &&
      formatQualified(sequence.ownedBy.table) === owner &&
      (column === undefined || sequence.ownedBy.column === column),
  );
  return {
    locks: owned.map((sequence) => lock(catalog, { name: sequence.name, relation: sequence }, mode)),
  };
}

/** A column without a default draws from no sequence; asking first spares a walk over the whole schema. */
const mayOwnSequences = ({ columns }: Relation, name: string | undefined): boolean =>
  [...columns.values()].some(
    (column) =>
      (name === undefined || column.name === name) &&
      (column.serial || column.identity !== undefined || column.default?.kind === 'call'),
  );
