import type { LiveObject, LiveSchema } from '../../database/introspection/live-schema.js';
import { changeObject } from './change-object.js';
import { createObject } from './create-object.js';
import { dropObject, losesRows } from './drop-object.js';

/** An object as it is and as it should be; absent where there is none. */
export interface Disagreement {
  readonly have?: LiveObject | undefined;
  readonly want?: LiveObject | undefined;
  /** What is other, of an object that both have. */
  readonly attributes: readonly string[];
}

export interface Reconciliation {
  /** In the order in which they are run, without semicolons. What removes rows or values begins with a comment that says so. */
  readonly statements: readonly string[];
  /** For people: what no SQL can be given for. */
  readonly cannot: readonly string[];
}

interface Step extends Reconciliation {
  readonly kind: string;
  readonly drops: boolean;
}

/** Statements that make what there is into what should be. A suggestion: nobody has run them. */
export function reconcile(disagreements: readonly Disagreement[], want: LiveSchema): Reconciliation {
  const steps = disagreements.map((one) => toStep(one, want));
  const ordered = [
    ...steps.filter(({ drops }) => drops).toSorted((a, b) => rank(b) - rank(a)),
    ...steps.filter(({ drops }) => !drops).toSorted((a, b) => rank(a) - rank(b)),
  ];
  return {
    statements: ordered.flatMap(({ statements }) => statements),
    cannot: ordered.flatMap(({ cannot }) => cannot),
  };
}

/** What others need comes first. */
const order = [
  'schema',
  'extension',
  'enum',
  'domain',
  'range type',
  'type',
  'attribute',
  'sequence',
  'table',
  'column',
  'function',
  'procedure',
  'aggregate',
  'domain check',
  'primary key',
  'unique constraint',
  'check',
  'exclusion constraint',
  'foreign key',
  'index',
  'view',
  'materialized view',
  'trigger',
  'rule',
  'policy',
];

const rank = ({ kind }: Step): number => {
  const at = order.indexOf(kind);
  return at === -1 ? order.length : at;
};

function toStep({ have, want, attributes }: Disagreement, schema: LiveSchema): Step {
  const object = want ?? have;
  if (object === undefined) return { kind: '', drops: false, statements: [], cannot: [] };
  const { kind, name } = object;
  if (have !== undefined && want !== undefined) {
    const { statements, cannot } = changeObject({ have, want, attributes, schema });
    return { kind, drops: false, statements, cannot: cannot.map((attribute) => `${attribute} of ${kind} ${name}`) };
  }
  // The columns of a view come and go with its query.
  if (kind === 'column' && /^(?:materialized )?view /.test(object.parent ?? ''))
    return { kind, drops: false, statements: [], cannot: [] };
  const drops = want === undefined;
  const statements = drops ? dropObject(object) : createObject(object, schema);
  if (statements === undefined) return { kind, drops, statements: [], cannot: [`${kind} ${name}`] };
  const warned = drops && losesRows(object) ? statements.map((one) => `-- ${lossOf(object)}\n${one}`) : statements;
  return { kind, drops, statements: warned, cannot: [] };
}

const lossOf = ({ kind }: LiveObject): string =>
  kind === 'column' ? 'This removes the values of the column.' : 'This removes rows.';
