import type { Relation } from '../../catalog/model.js';
import { quoteName } from '../../core/name.js';
import { identifiers, optionList } from './sql-text.js';

/** CREATE VIEW or CREATE MATERIALIZED VIEW with the query as it was written; undefined for what is no view. */
export function viewText({ kind, name, view, options }: Relation, orReplace: boolean): string | undefined {
  if (view === undefined) return undefined;
  const columns = view.columnAliases.length > 0 ? ` (${identifiers(view.columnAliases)})` : '';
  const head =
    kind === 'materializedView' ? 'CREATE MATERIALIZED VIEW' : `CREATE ${orReplace ? 'OR REPLACE ' : ''}VIEW`;
  const query = view.text.trim().replace(/;$/, '');
  const data = kind === 'materializedView' && !view.populated && !/\bwith\s+no\s+data$/i.test(query);
  return `${head} ${quoteName(name)}${columns}${optionList(options)} AS\n${query}${data ? '\nWITH NO DATA' : ''}`;
}

/** OR REPLACE can only add columns at the end. */
export function canReplace(before: Relation, after: Relation): boolean {
  if (!before.complete || !after.complete) return false;
  const [old, now] = [before, after].map(({ columns }) => [...columns.keys()]);
  return now !== undefined && old !== undefined && now.every((name, index) => old[index] === name);
}
