import type { Span } from '../../core/span.js';
import type {
  CheckConstraint,
  ConstraintDefinition,
  ExclusionConstraint,
  ForeignKeyConstraint,
  KeyConstraint,
  ReferentialAction,
} from '../operation.js';
import { constraintSpan } from './constraint-span.js';
import type { LoweringContext } from './context.js';
import { lowerIndexElement } from './index-elements.js';
import { strings } from './literals.js';
import { lowerExpression } from './lower-expression.js';
import { rangeVarName } from './names.js';
import { hasWords } from './statement-tokens.js';

/**
 * What every constraint has, as `ConstraintDefinition` wants it. It stands last in what is made with it: of an object that
 * begins with a spread, V8 keeps a hidden class for each.
 */
interface Common {
  readonly name?: string | undefined;
  readonly span: Span;
  readonly notValid: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** The parser says `is_enforced` only of the two types that may be written NOT ENFORCED. */
const isEnforced = (node: any): boolean =>
  node.is_enforced === true || !['CONSTR_CHECK', 'CONSTR_FOREIGN'].includes(node.contype);

// NOT ENFORCED sets `skip_validation` as well; such a constraint was not written NOT VALID.
const commonOf = (node: any, span: Span): Common => ({
  name: node.conname,
  span,
  notValid: node.skip_validation === true && isEnforced(node),
  enforced: isEnforced(node),
  deferrable: node.deferrable ?? false,
  initiallyDeferred: node.initdeferred ?? false,
});

const keyConstraint = (node: any, common: Common, column: string | undefined): KeyConstraint => ({
  type: node.contype === 'CONSTR_PRIMARY' ? 'primaryKey' : 'unique',
  columns: column === undefined ? strings(node.keys) : [column],
  include: strings(node.including),
  usingIndex: node.indexname,
  nullsNotDistinct: node.nulls_not_distinct ?? false,
  ...common,
});

const checkConstraint = (node: any, common: Common, ctx: LoweringContext): CheckConstraint => ({
  type: 'check',
  expression: lowerExpression(node.raw_expr, ctx),
  noInherit: node.is_no_inherit ?? false,
  ...common,
});

// The parser gives NO ACTION as the default; only the text tells whether it was written.
const actionOf = (code: string, event: string, span: Span, ctx: LoweringContext): ReferentialAction | undefined =>
  code !== 'a' || hasWords(ctx, span, 'on', event) ? actions[code] : undefined;

const foreignKey = (
  node: any,
  common: Common,
  column: string | undefined,
  ctx: LoweringContext,
): ForeignKeyConstraint => ({
  type: 'foreignKey',
  columns: column === undefined ? strings(node.fk_attrs) : [column],
  references: rangeVarName(node.pktable),
  referencedColumns: strings(node.pk_attrs),
  onDelete: actionOf(node.fk_del_action, 'delete', common.span, ctx),
  onDeleteColumns: node.fk_del_set_cols && strings(node.fk_del_set_cols),
  onUpdate: actionOf(node.fk_upd_action, 'update', common.span, ctx),
  ...common,
});

const exclusion = (node: any, common: Common, ctx: LoweringContext): ExclusionConstraint => ({
  type: 'exclusion',
  method: node.access_method ?? 'gist',
  elements: (node.exclusions ?? []).map((pair: any) => {
    const [element, operator] = pair.List.items;
    return { ...lowerIndexElement(element.IndexElem, ctx), operator: strings(operator.List.items).join('.') };
  }),
  where: node.where_clause && lowerExpression(node.where_clause, ctx),
  ...common,
});

/** A bare Constraint node that stands at `column` or, without one, in the table's list. */
function lower(
  node: any,
  span: Span,
  column: string | undefined,
  ctx: LoweringContext,
): ConstraintDefinition | undefined {
  const common = commonOf(node, span);
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      return keyConstraint(node, common, column);
    case 'CONSTR_CHECK':
      return checkConstraint(node, common, ctx);
    case 'CONSTR_FOREIGN':
      return foreignKey(node, common, column, ctx);
    case 'CONSTR_EXCLUSION':
      return exclusion(node, common, ctx);
    case 'CONSTR_NOTNULL':
      return { ...common, type: 'notNull', column: column ?? strings(node.keys)[0] ?? '' };
    default:
      return undefined;
  }
}

/** A constraint of a table or a domain; `undefined` for what is none (NULL, DEFAULT). */
export const lowerConstraint = (node: any, ctx: LoweringContext): ConstraintDefinition | undefined =>
  lower(node, constraintSpan(ctx, node.location), undefined, ctx);

/** What DEFERRABLE and its kin, nodes of their own after a column's constraint, say about it. */
const attributes: Readonly<Record<string, Partial<Common>>> = {
  CONSTR_ATTR_DEFERRABLE: { deferrable: true },
  CONSTR_ATTR_NOT_DEFERRABLE: { deferrable: false },
  CONSTR_ATTR_DEFERRED: { deferrable: true, initiallyDeferred: true },
  CONSTR_ATTR_IMMEDIATE: { initiallyDeferred: false },
  CONSTR_ATTR_ENFORCED: { enforced: true },
  CONSTR_ATTR_NOT_ENFORCED: { enforced: false },
};

/** PRIMARY KEY, UNIQUE, CHECK and REFERENCES of a column definition, from its list of bare Constraint nodes. */
export function lowerColumnConstraints(
  nodes: readonly any[],
  column: string,
  ctx: LoweringContext,
): readonly ConstraintDefinition[] {
  const found: (ConstraintDefinition | undefined)[] = [];
  for (const node of nodes) {
    const attribute = attributes[node.contype];
    const last = found.at(-1);
    if (!attribute) found.push(lower(node, constraintSpan(ctx, node.location, true), column, ctx));
    else if (last) found[found.length - 1] = { ...last, ...attribute };
  }
  return found.filter((constraint) => constraint !== undefined && constraint.type !== 'notNull');
}
