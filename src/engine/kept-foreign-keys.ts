import type { Constraint, Relation } from '../catalog/model.js';
import { formatName, type QualifiedName } from '../core/name.js';
import { type HistoryPlace, placeOf } from './history-place.js';
import type { ProjectContext } from './rule.js';

/** A foreign key that is there at the end of the history, and where it was written. */
export interface KeptForeignKey {
  readonly table: Relation;
  readonly constraint: Constraint;
  readonly references: { readonly table: QualifiedName; readonly columns: readonly string[] };
  readonly place: HistoryPlace;
  /** For fingerprints. */
  readonly subject: string;
}

/** Those of partitions are their parent's. */
export function* keptForeignKeys({
  catalog,
  originOf,
}: Pick<ProjectContext<unknown>, 'catalog' | 'originOf'>): Generator<KeptForeignKey> {
  for (const table of catalog.relations()) {
    if (table.managed || table.partitionOf !== undefined) continue;
    for (const constraint of table.constraints.values()) {
      const { definition, references, unit, name } = constraint;
      const place = references && placeOf(originOf, { unit, span: definition.span });
      if (references && place)
        yield { table, constraint, references, place, subject: `${formatName(table.name)}.${name}` };
    }
  }
}
