import { formatName, formatQualified, type QualifiedName, quoteIdentifier, quoteName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { Cascaded } from './cascade.js';
import type { Catalog } from './catalog.js';
import type { Relation } from './model.js';

/**
 * What the server itself ties to a function, so that `DROP FUNCTION … CASCADE` takes it along: triggers, policies,
 * check constraints, column defaults, generated columns and views, as far as the history shows. Overloads are not told apart.
 */
export function cascadedFromRoutine(catalog: Catalog, routine: QualifiedName): readonly Cascaded[] {
  const calls = callsOf(catalog, routine);
  return [...catalog.relations()].flatMap((relation) => dependentsIn(relation, routine, calls));
}

type Calls = (expression: Expression | undefined) => boolean;

function callsOf(catalog: Catalog, routine: QualifiedName): Calls {
  const isIt = (name: { readonly schema?: string | undefined; readonly name: string }): boolean =>
    name.name === routine.name &&
    (name.schema === undefined ? catalog.searchPath.includes(routine.schema) : name.schema === routine.schema);
  return (expression) =>
    expression !== undefined && [...walk(expression)].some((part) => part.kind === 'call' && isIt(part.name));
}

function dependentsIn(relation: Relation, routine: QualifiedName, calls: Calls): readonly Cascaded[] {
  const [shown, table] = [formatName(relation.name), quoteName(relation.name)];
  const alter = (change: string): string => `ALTER TABLE ${table} ${change};`;
  const triggers = [...relation.triggers.values()].filter(
    (trigger) => formatQualified(trigger.function) === formatQualified(routine),
  );
  const policies = [...relation.policies.values()].filter(({ using, withCheck }) => calls(using) || calls(withCheck));
  const checks = [...relation.constraints.values()].filter(
    ({ definition }) => definition.type === 'check' && calls(definition.expression),
  );
  const columns = [...relation.columns.values()];
  return [
    ...triggers.map(({ name }) => on('trigger', name, shown, `DROP TRIGGER ${quoteIdentifier(name)} ON ${table};`)),
    ...policies.map(({ name }) => on('policy', name, shown, `DROP POLICY ${quoteIdentifier(name)} ON ${table};`)),
    ...checks.map(({ name }) => on('constraint', name, shown, alter(`DROP CONSTRAINT ${quoteIdentifier(name)}`))),
    ...columns
      .filter((column) => calls(column.default))
      .map(({ name }) =>
        on('default of column', name, shown, alter(`ALTER COLUMN ${quoteIdentifier(name)} DROP DEFAULT`)),
      ),
    ...columns
      .filter((column) => calls(column.generated?.expression))
      .map(({ name }) => on('column', name, shown, alter(`DROP COLUMN ${quoteIdentifier(name)}`))),
    ...(relation.view?.output.some(({ expression }) => calls(expression))
      ? [{ description: `view ${shown}`, drop: `DROP VIEW ${table};` }]
      : []),
  ];
}

const on = (type: string, name: string, table: string, drop: string): Cascaded => ({
  description: `${type} ${name} on ${table}`,
  drop,
});
