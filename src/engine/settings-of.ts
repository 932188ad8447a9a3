import type { SetSetting } from '../sql/operation.js';
import type { Script } from '../sql/script.js';
import { operationsOf } from '../sql/script-order.js';

/** Each statement may ask, and a script does not change. */
const settings = new WeakMap<Script, readonly SetSetting[]>();

/** All that the file sets, in order. */
export function settingsOf(script: Script): readonly SetSetting[] {
  const known = settings.get(script);
  if (known !== undefined) return known;
  const found = operationsOf(script).filter((op) => op.kind === 'setSetting');
  settings.set(script, found);
  return found;
}

/** The operation that gave the setting its value before this offset. */
export const lastSetting = (script: Script, name: string, before: number): SetSetting | undefined =>
  settingsOf(script).findLast((op) => op.name === name && op.span.start < before);
