import type { Relation } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { isInheritedConstraint, needs, relationKey, sidesOf } from './sides.js';
import { cannot, does, joined, phase, statement, type Undo, type UndoStatement } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';
import { policyText, triggerStateText, triggerText } from './write-parts.js';

/** Policies, triggers and rules that came, went or changed. */
export function undoParts(before: Relation, after: Relation, context: UndoContext, fresh: boolean): Undo {
  const { texts } = context;
  const { name } = after;
  const policies = sidesOf(before.policies, after.policies);
  const triggers = sidesOf(before.triggers, after.triggers);
  const stays = (keys: readonly string[]): boolean => fresh && !context.madeLater(relationKey(before), keys);
  const cameRules = [...after.rules].filter((rule) => !before.rules.has(rule));
  const isOwn = after.partitionOf === undefined || !isInheritedConstraint(after, context);
  const drops: UndoStatement[] = [
    ...policies.came
      .filter(({ using, withCheck }) => !stays(needs([using, withCheck], context)))
      .map((policy) => dropPart('POLICY', policy.name)),
    ...triggers.came
      .filter(({ function: { schema, name: called } }) => isOwn && !stays([`routine:${schema}.${called}`]))
      .map((trigger) => dropPart('TRIGGER', trigger.name)),
    ...(fresh ? [] : cameRules.map((rule) => dropPart('RULE', rule))),
  ];
  if (fresh) return does(...drops);
  const changedTriggers = triggers.changed.filter(([old, now]) => old.span !== now.span);
  return joined(
    does(
      ...drops,
      ...[...policies.changed].map(([old]) => dropPart('POLICY', old.name)),
      ...changedTriggers.map(([old]) => dropPart('TRIGGER', old.name)),
      ...triggers.changed
        .filter(([old, now]) => old.span === now.span && old.state !== now.state)
        .map(([old]) => statement(phase.settings, triggerStateText(old, name))),
    ),
    ...[...policies.went, ...policies.changed.map(([old]) => old)].map((policy) =>
      again(policyText(policy, before.name, texts), `The policy ${policy.name} of ${quoteName(name)}`),
    ),
    ...(isOwn ? [...triggers.went, ...changedTriggers.map(([old]) => old)] : []).flatMap((trigger) => [
      again(triggerText(trigger, before.name, texts), `The trigger ${trigger.name} of ${quoteName(name)}`),
      ...(trigger.state === 'enabled' ? [] : [does(statement(phase.settings, triggerStateText(trigger, name)))]),
    ]),
    ...[...before.rules]
      .filter((rule) => !after.rules.has(rule))
      .map((rule) =>
        again(
          context.chronicle.last(`rule ${name.schema}.${name.name} ${rule}`)?.sql,
          `The rule ${rule} of ${quoteName(name)}`,
        ),
      ),
  );

  function dropPart(word: string, part: string): UndoStatement {
    return statement(
      phase.dropParts,
      `DROP ${word}${ifExists(context)} ${quoteIdentifier(part)} ON ${quoteName(name)}`,
    );
  }
}

const again = (sql: string | undefined, object: string): Undo =>
  sql === undefined
    ? cannot('the former text is not known', `${object} does not come back: its text is not known.`)
    : does(statement(phase.parts, sql));
