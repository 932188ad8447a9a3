import type { CatalogChanges } from '../../catalog/changes.js';
import type { Change } from '../../catalog/journal.js';
import type { Column, Constraint, Relation, Routine, ViewDefinition } from '../../catalog/model.js';
import { type Plain, toPlain } from '../../catalog/snapshot.js';

/**
 * The objects in which the schema differs from what it was, as `relation public.books`. Stricter than what a rule says of
 * a hand-written down: comments, owners and the order of columns count. How a statement was worded does not.
 */
export function differingObjects(changes: CatalogChanges): readonly string[] {
  return [
    ...differing('relation', changes.relations, relationContent),
    ...differing('index', changes.indexes, (index) => ({ ...index, unit: 0, parent: index.parent })),
    ...differing('type', changes.types, (type) => ({
      ...type,
      unit: 0,
      constraints: 'constraints' in type ? [...type.constraints.values()].map(constraintContent) : undefined,
    })),
    ...differing('routine', changes.routines, (routines) =>
      routines.map(routineContent).toSorted((a, b) => (a.text < b.text ? -1 : 1)),
    ),
    ...differing('schema', changes.schemas, (schema) => ({ ...schema, unit: 0 })),
    ...differing('extension', changes.extensions, (extension) => ({ ...extension, unit: 0 })),
    ...differing('grants on', changes.grants, (entries) => new Set(entries.keys())),
    ...differing('default privileges', changes.defaultPrivileges, (entry) => entry),
  ];
}

function differing<Value>(
  kind: string,
  changes: ReadonlyMap<string, Change<Value>>,
  contentOf: (value: Value) => unknown,
): readonly string[] {
  const text = (value: Value | undefined): string => {
    const plain = value === undefined ? null : toPlain(contentOf(value));
    return isEmpty(plain) ? 'null' : JSON.stringify(plain);
  };
  return [...changes]
    .filter(([key, { before, after }]) => !key.startsWith('pg_temp.') && text(before) !== text(after))
    .map(([key]) => `${kind} ${key}`);
}

/** No rights and rights that were all taken away are the same. */
const isEmpty = (value: Plain): boolean => Array.isArray(value) && value.length === 0;

const relationContent = (relation: Relation): unknown => ({
  ...relation,
  unit: 0,
  populated: undefined,
  filled: undefined,
  columnOrder: relation.view === undefined ? [...relation.columns.keys()] : [],
  columns: mapped(relation.columns, columnContent),
  constraints: mapped(relation.constraints, constraintContent),
  policies: mapped(relation.policies, (policy) => ({ ...policy, unit: 0 })),
  triggers: mapped(relation.triggers, (trigger) => ({ ...trigger, unit: 0 })),
  view: relation.view && viewContent(relation.view),
});

const mapped = <Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => unknown,
): ReadonlyMap<string, unknown> => new Map([...map].map(([key, value]) => [key, change(value)]));

const columnContent = (column: Column): unknown => ({ ...column, unit: 0, writtenAt: undefined });

/** What it is, however it was written: its columns and references stand beside the definition. */
const constraintContent = ({ definition, columns, ...constraint }: Constraint): unknown => ({
  ...constraint,
  // Those of a check follow from its expression.
  columns: definition.type === 'check' ? undefined : columns,
  unit: 0,
  // A constraint that was validated is none the worse for it.
  validated: true,
  definition: {
    ...definition,
    name: undefined,
    notValid: false,
    usingIndex: undefined,
    columns: undefined,
    references: undefined,
    referencedColumns: undefined,
  },
});

const viewContent = (view: ViewDefinition): unknown => ({
  ...view,
  text: view.text.trim().replace(/;$/, ''),
  references: undefined,
  populated: true,
});

const routineContent = (routine: Routine) => {
  const {
    objectType,
    name,
    arguments: args,
    returns,
    language,
    volatility,
    security,
    settings,
    owner,
    references,
  } = routine;
  // Under its name of today, as CREATE OR REPLACE, with what ALTER FUNCTION changed beside it.
  const text =
    routine.body ?? routine.text.replace(/^create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+[^(]*/i, '').trimEnd();
  return { objectType, name, args, returns, language, volatility, security, settings, owner, references, text };
};
