import type { Migration } from '../core/migration.js';

const byName = new WeakMap<readonly Migration[], ReadonlyMap<string, Migration>>();

/** The migration that a dependency names: by its id, else its version, else the rest of its name. */
export const migrationNamed = (name: string, migrations: readonly Migration[]): Migration | undefined =>
  namesOf(migrations).get(name);

function namesOf(migrations: readonly Migration[]): ReadonlyMap<string, Migration> {
  const known = byName.get(migrations);
  if (known !== undefined) return known;
  const names = new Map<string, Migration>();
  for (const key of ['name', 'version', 'id'] as const) {
    for (const migration of migrations) if (migration[key] !== '') names.set(migration[key], migration);
  }
  byName.set(migrations, names);
  return names;
}

const declaring = new WeakMap<readonly Migration[], boolean>();

/** Any of them says what it depends on. */
export function declareDependencies(migrations: readonly Migration[]): boolean {
  const known = declaring.get(migrations) ?? migrations.some(({ dependencies }) => dependencies.length > 0);
  declaring.set(migrations, known);
  return known;
}

/** What the migration says that it depends on, as far as there is such a migration. */
export const declaredDependencies = (migration: Migration, migrations: readonly Migration[]): readonly Migration[] => [
  ...new Set(migration.dependencies.flatMap((name) => migrationNamed(name, migrations) ?? [])),
];

/** All that the migration depends on by what is declared, near and far; itself where it is in a cycle. */
export function reachableFrom(migration: Migration, migrations: readonly Migration[]): ReadonlySet<Migration> {
  const reached = new Set<Migration>();
  const open = [...declaredDependencies(migration, migrations)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...declaredDependencies(next, migrations));
  }
  return reached;
}

/** Each set of migrations that wait for one another, as a path that ends where it begins: `a`, `b`, `a`. */
export function dependencyCycles(migrations: readonly Migration[]): readonly (readonly Migration[])[] {
  const done = new Set<Migration>();
  return migrations.flatMap((migration) => {
    if (migration.dependencies.length === 0 || done.has(migration)) return [];
    const cycle = cycleThrough(migration, migrations);
    for (const member of cycle ?? [migration]) done.add(member);
    return cycle === undefined ? [] : [cycle];
  });
}

/** The shortest way from the migration back to itself. */
function cycleThrough(start: Migration, migrations: readonly Migration[]): readonly Migration[] | undefined {
  const cameFrom = new Map<Migration, Migration>();
  const open: Migration[] = [start];
  for (const current of open) {
    for (const next of declaredDependencies(current, migrations)) {
      if (next === start) return [...pathTo(current, start, cameFrom), start];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      open.push(next);
    }
  }
  return undefined;
}

function pathTo(end: Migration, start: Migration, cameFrom: ReadonlyMap<Migration, Migration>): readonly Migration[] {
  const path = [end];
  for (let at = end; at !== start; ) {
    const before = cameFrom.get(at);
    if (before === undefined) break;
    path.unshift(before);
    at = before;
  }
  return path;
}
