import type { Unit } from '../catalog/model.js';
import { createCatalog } from '../catalog/replay-catalog.js';
import type { Migration } from '../core/migration.js';
import type { Parser } from '../sql/parser.js';
import { readScript } from '../sql/read-script.js';
import { operationsOf } from '../sql/script-order.js';
import type { Project } from './rule.js';
import { lostObjects, usedObjects } from './used-objects.js';

/** Of each migration those whose objects it uses, with the objects: `table books`. */
export type InferredDependencies = ReadonlyMap<Migration, ReadonlyMap<Migration, ReadonlySet<string>>>;

/** Replays the ups in order and notes which migration made what a later one uses. Never throws for bad SQL. */
export function inferDependencies(project: Project, parser: Parser): InferredDependencies {
  const catalog = createCatalog(project);
  const makers = new Map<Unit, Migration>();
  const inferred = new Map<Migration, ReadonlyMap<Migration, ReadonlySet<string>>>();
  for (const migration of project.migrations) {
    const { up } = migration;
    const uses = new Map<Migration, Set<string>>();
    catalog.beginUnit(up.transaction);
    makers.set(catalog.unit, migration);
    for (const op of operationsOf(readScript(up.text, parser))) {
      for (const { text, unit } of [...usedObjects(op, catalog), ...lostObjects(op, catalog)]) {
        const maker = makers.get(unit);
        if (maker !== undefined) uses.set(maker, (uses.get(maker) ?? new Set<string>()).add(text));
      }
      catalog.apply(op, up.text);
    }
    catalog.endUnit();
    inferred.set(migration, uses);
  }
  return inferred;
}
