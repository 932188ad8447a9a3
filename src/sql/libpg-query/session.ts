import type { Operation, SetSetting } from '../operation.js';
import type { LoweringContext } from './context.js';
import type { Lowerings } from './lowering.js';
import { relationNames } from './relations.js';
import { settingName, settingValue } from './setting-values.js';
import { statementTokens } from './statement-tokens.js';

/** `SET TRANSACTION ISOLATION LEVEL SERIALIZABLE` → `isolation level serializable`. */
function transactionMode(ctx: LoweringContext): string {
  const words = statementTokens(ctx).map((token) => token.text);
  return words
    .slice(words.indexOf('transaction') + 1)
    .join(' ')
    .replaceAll(' ,', ',');
}

function lowerSet(node: any, ctx: LoweringContext): SetSetting {
  const shared = { kind: 'setSetting', span: ctx.statement, form: 'set' } as const;
  if (node.kind === 'VAR_SET_MULTI') {
    const local = node.name !== 'SESSION CHARACTERISTICS';
    return { ...shared, name: 'transaction', value: transactionMode(ctx), local };
  }
  return { ...shared, name: settingName(node), value: settingValue(node), local: node.is_local ?? false };
}

const lowerVariable = (node: any, ctx: LoweringContext): Operation =>
  node.kind === 'VAR_RESET' || node.kind === 'VAR_RESET_ALL'
    ? { kind: 'resetSetting', span: ctx.statement, name: settingName(node) }
    : lowerSet(node, ctx);

const lowerDiscard = (node: any, ctx: LoweringContext): Operation =>
  (node.target ?? 'DISCARD_ALL') === 'DISCARD_ALL'
    ? { kind: 'resetSetting', span: ctx.statement, name: 'all' }
    : { kind: 'utility', span: ctx.statement, tag: node.target.replace('_', ' ') };

export const session: Lowerings = {
  VariableSetStmt: (node, ctx) => [lowerVariable(node, ctx)],
  DiscardStmt: (node, ctx) => [lowerDiscard(node, ctx)],
  ConstraintsSetStmt: (node, ctx) => [
    {
      kind: 'setConstraints',
      span: ctx.statement,
      constraints: relationNames(node.constraints),
      deferred: node.deferred ?? false,
    },
  ],
};
