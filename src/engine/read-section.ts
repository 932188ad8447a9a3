import type { Section } from '../core/migration.js';
import { readScript } from '../sql/read-script.js';
import { inRunOrder } from '../sql/run-order.js';
import type { Script } from '../sql/script.js';
import type { Run } from './run.js';

/** Its statements are in the order in which they run. A parser that breaks down over one file costs that file alone. */
export function readSection(run: Run, section: Section): Script {
  const { text } = section;
  const nothing: Script = { text, statements: [], problems: [], comments: [], metaCommands: [] };
  return run.guard('Reading', { section, effects: [] }, nothing, () =>
    inRunOrder(readScript(text, run.input.parser), section),
  );
}
