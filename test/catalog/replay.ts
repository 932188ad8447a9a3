import type { Catalog } from '../../src/catalog/catalog.js';
import type { Relation } from '../../src/catalog/model.js';
import { type CatalogOptions, createCatalog, type ReplayCatalog } from '../../src/catalog/replay-catalog.js';
import type { TransactionModel } from '../../src/core/migration.js';
import { formatQualified, type QualifiedName, type WrittenName } from '../../src/core/name.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

/** Runs every operation of a script; a script that does not parse is a mistake in the test. */
export function applyScript(catalog: ReplayCatalog, sql: string): void {
  const script = readScript(sql, parser);
  if (script.problems.length > 0) throw new Error(`${script.problems[0]?.message} in: ${sql}`);
  for (const statement of script.statements) for (const op of statement.operations) catalog.apply(op, script.text);
}

export function runUnit(catalog: ReplayCatalog, sql: string, model?: TransactionModel): void {
  catalog.beginUnit(model);
  applyScript(catalog, sql);
}

export const complete: CatalogOptions = { complete: true, supabase: false };
export const partial: CatalogOptions = { complete: false, supabase: false };
export const supabase: CatalogOptions = { complete: true, supabase: true };

/** Replays units; the last one is left open, as it is while its operations are judged. */
export function replay(units: string | readonly string[], options: CatalogOptions = complete): ReplayCatalog {
  const catalog = createCatalog(options);
  const all = typeof units === 'string' ? [units] : units;
  for (const [index, sql] of all.entries()) {
    runUnit(catalog, sql);
    if (index < all.length - 1) catalog.endUnit();
  }
  return catalog;
}

/** `'app.books'` → its parts. */
export function named(text: string): WrittenName {
  const [first = '', second] = text.split('.');
  return second === undefined ? { name: first } : { schema: first, name: second };
}

export function table(catalog: Catalog, name: string): Relation {
  const found = catalog.relation(named(name));
  if (typeof found === 'string') throw new Error(`${name} is ${found}`);
  return found;
}

export const columnNames = (catalog: Catalog, name: string): string[] => [...table(catalog, name).columns.keys()];
export const constraintNames = (catalog: Catalog, name: string): string[] => [
  ...table(catalog, name).constraints.keys(),
];
export const indexNames = (catalog: Catalog, name: string): string[] =>
  catalog.indexesOf(table(catalog, name)).map((index) => index.name.name);

/** `'view public.shelf'`, `'policy readers on public.books'`, `'function public.f'`. */
export function dependents(catalog: Catalog, relation: string, column?: string): string[] {
  const name = catalog.resolve(named(relation));
  return [
    ...catalog
      .dependentsOf(name, column)
      .map((dependent) => `${dependent.objectType} ${dependent.name}${onText(dependent.on)}`),
    ...catalog.routinesNaming(name, column).map((routine) => `function ${formatQualified(routine)}`),
  ].toSorted();
}

const onText = (on: QualifiedName | undefined): string => (on === undefined ? '' : ` on ${formatQualified(on)}`);
