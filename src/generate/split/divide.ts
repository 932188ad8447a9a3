import { applyEdits } from '../../core/edit.js';
import type { Split } from '../../core/split.js';
import type { Script } from '../../sql/script.js';
import { withoutTransaction } from '../new-migration/markers.js';
import { type LaterFile, laterFiles } from './later-files.js';
import { takePlace, withoutEmptyFences } from './take-place.js';

interface Dividing {
  readonly format: string;
  /** The migration's, for those of the later ones. */
  readonly name: string;
  readonly source: string;
  /** Its up. */
  readonly script: Script;
  readonly splits: readonly Split[];
}

export interface Divided {
  /** The new text of the file itself. */
  readonly text: string;
  readonly later: readonly LaterFile[];
}

/** What stays in the file and what comes later. Where nothing would stay, the first of the later ones does. */
export function divide({ format, name, source, script, splits }: Dividing): Divided {
  const here = splits.flatMap((split) => split.here);
  const later = laterFiles(name, splits);
  const [first, ...rest] = later;
  const taken = first?.alone ? takePlace({ script, source, here }, first.sql) : undefined;
  return taken === undefined
    ? { text: withoutEmptyFences(applyEdits(source, here)), later }
    : { text: withoutEmptyFences(withoutTransaction(format, taken)), later: rest };
}
