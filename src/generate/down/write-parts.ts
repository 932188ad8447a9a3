import type { Policy, Trigger } from '../../catalog/model.js';
import { type QualifiedName, quoteIdentifier, quoteName } from '../../core/name.js';
import type { SourceTexts } from './source-texts.js';
import { identifiers, role } from './sql-text.js';

/** CREATE POLICY; undefined where the text of an expression is not known. */
export function policyText(policy: Policy, table: QualifiedName, texts: SourceTexts): string | undefined {
  const using = clause('USING', policy.using, texts);
  const check = clause('WITH CHECK', policy.withCheck, texts);
  if (using === undefined || check === undefined) return undefined;
  return [
    `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${quoteName(table)}`,
    policy.permissive ? '' : ' AS RESTRICTIVE',
    ` FOR ${policy.command.toUpperCase()} TO ${policy.roles.map(role).join(', ')}`,
    using,
    check,
  ].join('');
}

function clause(word: string, expression: Policy['using'], texts: SourceTexts): string | undefined {
  if (expression === undefined) return '';
  const text = texts.expression(expression);
  return text && ` ${word} (${text})`;
}

/** The tail of a trigger's statement, which the catalog does not hold in parts: from its call on. */
const callOf = (text: string): string | undefined => /\bexecute\s+(?:function|procedure)\b[\s\S]*$/i.exec(text)?.[0];
const argumentsOf = (call: string): string => call.slice(call.indexOf('('));

/** CREATE TRIGGER, as it was written but for names that changed since; undefined where that text is not known. */
export function triggerText(trigger: Trigger, table: QualifiedName, texts: SourceTexts): string | undefined {
  const op = texts.operationAt(trigger.span);
  const written = texts.textAt(trigger.span);
  const call = written && callOf(written);
  if (op?.kind !== 'createTrigger' || !call) return undefined;
  const when = op.when === undefined ? '' : texts.expression(op.when);
  if (when === undefined) return undefined;
  const events = trigger.events.map((event) =>
    event === 'update' && trigger.columns.length > 0
      ? `UPDATE OF ${identifiers(trigger.columns)}`
      : event.toUpperCase(),
  );
  return [
    `CREATE ${trigger.constraint ? 'CONSTRAINT ' : ''}TRIGGER ${quoteIdentifier(trigger.name)}`,
    ` ${trigger.timing.toUpperCase()} ${events.join(' OR ')} ON ${quoteName(table)}`,
    op.deferrable ? ` DEFERRABLE${op.initiallyDeferred ? ' INITIALLY DEFERRED' : ''}` : '',
    referencing(written),
    ` FOR EACH ${op.level.toUpperCase()}`,
    when === '' ? '' : ` WHEN (${when})`,
    ` EXECUTE FUNCTION ${quoteName(trigger.function)}${argumentsOf(call)}`,
  ].join('');
}

function referencing(text: string): string {
  const tables = /\breferencing\s+((?:\s*(?:old|new)\s+table\s+(?:as\s+)?(?:"[^"]+"|\w+))+)/i.exec(text)?.[1];
  return tables === undefined ? '' : ` REFERENCING ${tables.trim()}`;
}

const states = { enabled: 'ENABLE', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' } as const;

export const triggerStateText = ({ name, state }: Trigger, table: QualifiedName): string =>
  `ALTER TABLE ${quoteName(table)} ${states[state]} TRIGGER ${quoteIdentifier(name)}`;
