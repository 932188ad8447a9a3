import { createLineMap, type Place } from '../core/line-map.js';
import type { Migration, Section } from '../core/migration.js';
import type { Statement } from '../sql/script.js';
import type { Draft } from './draft.js';
import type { Directive } from './read-directives.js';

/** What a run gathers about one file until the file can be reported. */
export interface FileRecord {
  readonly migration: Migration;
  /** The first one that the file is known for. */
  readonly section: Section;
  readonly drafts: Draft[];
  readonly directives: Directive[];
  readonly unanalysedLines: number[];
  statements: number;
}

/** The records of all judged files, in the order in which they were met. */
export interface FileLedger {
  readonly records: ReadonlyMap<string, FileRecord>;
  /** What was found about none of them: about the history, or about files that the tool passes over. */
  readonly project: readonly Draft[];
  open(migration: Migration, section: Section): FileRecord;
  /** Puts the draft where its path says; one about a file that is not judged is dropped. */
  add(draft: Draft): void;
  remove(draft: Draft): void;
}

export function createFileLedger(isDropped: (path: string) => boolean): FileLedger {
  const records = new Map<string, FileRecord>();
  const project: Draft[] = [];
  return {
    records,
    project,
    open(migration, section) {
      const record = records.get(section.path) ?? emptyRecord(migration, section);
      records.set(section.path, record);
      return record;
    },
    add(draft) {
      const record = records.get(draft.path);
      if (record) record.drafts.push(draft);
      else if (!isDropped(draft.path)) project.push(draft);
    },
    remove(draft) {
      const drafts = records.get(draft.path)?.drafts ?? project;
      const place = drafts.indexOf(draft);
      if (place >= 0) drafts.splice(place, 1);
    },
  };
}

const emptyRecord = (migration: Migration, section: Section): FileRecord => ({
  migration,
  section,
  drafts: [],
  directives: [],
  unanalysedLines: [],
  statements: 0,
});

const nowhere = createLineMap('');

/**
 * Places in the files of the ledger; in another file every offset is at its begin. Lines are counted when they are asked
 * for, as most files have nothing to report, and kept for one file at a time.
 */
export function createPlaces({ records }: FileLedger): (path: string) => (offset: number) => Place {
  let last: { readonly path: string; readonly placeOf: (offset: number) => Place } | undefined;
  const placesOf = (path: string): ((offset: number) => Place) => {
    const source = records.get(path)?.section.source;
    if (source === undefined) return nowhere;
    if (last?.path !== path) last = { path, placeOf: createLineMap(source) };
    return last.placeOf;
  };
  return (path) => (offset) => placesOf(path)(offset);
}

/** No rule can look into a statement that was not lowered, nor into a DO block whose body could not be read. */
export const isUnanalysed = ({ operations }: Statement): boolean =>
  operations.some((op) => op.kind === 'unknown' || (op.kind === 'doBlock' && !op.analysed));
