import type { CreateTrigger } from '../operation.js';
import type { LoweringContext } from './context.js';
import { strings } from './literals.js';
import { lowerExpression } from './lower-expression.js';
import type { Lowerings } from './lowering.js';
import { listName, rangeVarName } from './names.js';

// Bits of the server's pg_trigger.tgtype.
const timings: Readonly<Record<number, CreateTrigger['timing']>> = { 2: 'before', 64: 'instead of' };
const events: readonly (readonly [number, CreateTrigger['events'][number]])[] = [
  [4, 'insert'],
  [16, 'update'],
  [8, 'delete'],
  [32, 'truncate'],
];

const createTrigger = (node: any, ctx: LoweringContext): CreateTrigger => ({
  kind: 'createTrigger',
  span: ctx.statement,
  trigger: node.trigname,
  table: rangeVarName(node.relation),
  orReplace: node.replace ?? false,
  constraint: node.isconstraint ?? false,
  timing: timings[node.timing] ?? 'after',
  events: events.filter(([bit]) => (node.events & bit) !== 0).map(([, event]) => event),
  columns: strings(node.columns),
  level: node.row ? 'row' : 'statement',
  when: node.whenClause && lowerExpression(node.whenClause, ctx),
  function: listName(node.funcname),
  deferrable: node.deferrable ?? false,
  initiallyDeferred: node.initdeferred ?? false,
});

export const triggers: Lowerings = {
  CreateTrigStmt: (node, ctx) => [createTrigger(node, ctx)],
  RuleStmt: (node, ctx) => [
    {
      kind: 'createRule',
      span: ctx.statement,
      rule: node.rulename,
      table: rangeVarName(node.relation),
      orReplace: node.replace ?? false,
    },
  ],
  CreateEventTrigStmt: (node, ctx) => [
    { kind: 'createEventTrigger', span: ctx.statement, trigger: node.trigname, event: node.eventname },
  ],
};
