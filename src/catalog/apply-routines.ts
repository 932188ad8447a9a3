import { formatQualified } from '../core/name.js';
import type { CreateFunction, OperationOf } from '../sql/operation.js';
import { newName } from './creation.js';
import { forgottenBy, stillForgotten } from './forgotten-options.js';
import type { Routine } from './model.js';
import { applyDefaultPrivileges } from './privileges.js';
import { clearUncertain, resolveRoutine } from './resolve.js';
import { matchesArguments, sameSignature, signatureOf } from './routine-signature.js';
import type { Store } from './store.js';

export function createFunction(store: Store, op: CreateFunction, text: string): void {
  const name = newName(store, op.function);
  const key = formatQualified(name);
  const overloads = store.routines.get(key) ?? [];
  const existing = overloads.find((routine) => sameSignature(routine, op.arguments));
  if (existing !== undefined && !op.orReplace) return;
  const routine: Routine = {
    objectType: op.objectType,
    name,
    arguments: op.arguments,
    returns: op.returns,
    language: op.language,
    volatility: op.volatility,
    security: op.security,
    settings: op.settings,
    body: op.body,
    references: op.references,
    text: text.slice(op.span.start, op.span.end),
    owner: existing?.owner,
    span: op.span,
    definedIn: store.state.unit,
    unit: existing?.unit ?? store.state.unit,
    forgotten: existing && forgottenBy(existing, op, { unit: store.state.unit, span: op.span }),
  };
  clearUncertain(store, 'function', name);
  store.routines.put(key, [...overloads.filter((other) => other !== existing), routine]);
  if (existing === undefined)
    applyDefaultPrivileges(store, 'function', name, `${key}(${signatureOf(routine.arguments)})`);
}

export function alterFunction(store: Store, op: OperationOf<'alterFunction'>): void {
  const key = formatQualified(resolveRoutine(store, op.function));
  const overloads = store.routines.get(key);
  if (overloads === undefined) return;
  const change = (routine: Routine): Routine => ({
    ...routine,
    volatility: op.volatility ?? routine.volatility,
    security: op.security ?? routine.security,
    settings: changedSettings(routine.settings, op.settings),
    forgotten: routine.forgotten && stillForgotten(routine.forgotten, op),
  });
  store.routines.put(
    key,
    overloads.map((routine) => (matchesArguments(routine, op.function.arguments) ? change(routine) : routine)),
  );
}

function changedSettings(
  before: Routine['settings'],
  changes: Readonly<Record<string, string | null>>,
): Routine['settings'] {
  const settings = 'all' in changes ? {} : { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete settings[name];
    else settings[name] = value;
  }
  return settings;
}
