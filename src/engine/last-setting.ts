import type { SetSetting } from '../sql/operation.js';
import type { Script } from '../sql/script.js';

/** The operation of the file that gave the setting its value before the statement of this index. */
export function lastSetting({ statements }: Script, name: string, before: number): SetSetting | undefined {
  for (let index = before - 1; index >= 0; index -= 1) {
    const found = statements[index]?.operations.findLast((op) => op.kind === 'setSetting' && op.name === name);
    if (found?.kind === 'setSetting') return found;
  }
  return undefined;
}
