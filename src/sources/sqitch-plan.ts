/** One change of a plan. */
export interface PlannedChange {
  readonly name: string;
  /** Names of changes that it requires, those of other projects and conflicts left out. */
  readonly requires: readonly string[];
  /** The last tag that follows a change of this name before the change comes again: its files are `<name>@<tag>.sql`. */
  readonly reworkedAt?: string | undefined;
  /** From 1. */
  readonly line: number;
}

interface Written {
  readonly name: string;
  readonly requires: readonly string[];
  readonly line: number;
  tag?: string | undefined;
}

// @see https://sqitch.org/docs/manual/sqitchchanges/
const change = /^[ \t]*\+?[ \t]*([^\s@#%[\]:]+)(?:[ \t]+\[([^\]]*)\])?[ \t]+\d{4}-\d{2}-\d{2}T/;
const tagLine = /^[ \t]*@(\S+)/;

/** The changes of `sqitch.plan`, in its order. */
export function readPlan(text: string): readonly PlannedChange[] {
  const changes: Written[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const [, tag] = tagLine.exec(line) ?? [];
    if (tag !== undefined) tagLatest(changes, tag);
    const [, name, needs = ''] = change.exec(line) ?? [];
    if (name !== undefined) changes.push({ name, requires: toRequired(needs), line: at + 1 });
  }
  return changes.map(({ name, requires, line }, at) => {
    const isReworked = changes.slice(at + 1).some((later) => later.name === name);
    return { name, requires, line, reworkedAt: isReworked ? firstTagFrom(changes, at) : undefined };
  });
}

function tagLatest(changes: readonly Written[], tag: string): void {
  const latest = changes.at(-1);
  if (latest) latest.tag ??= tag;
}

/** Reworking a change takes its files as they were at the first tag after it. */
const firstTagFrom = (changes: readonly Written[], at: number): string | undefined =>
  changes.slice(at).find(({ tag }) => tag !== undefined)?.tag;

const toRequired = (written: string): readonly string[] =>
  written
    .split(/\s+/)
    .filter((item) => item !== '' && !item.startsWith('!') && !item.includes(':') && !item.startsWith('@'))
    .map((item) => item.replace(/@.*$/, ''));
