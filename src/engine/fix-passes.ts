import { applyEdits, type Edit } from '../core/edit.js';
import type { Finding } from '../core/report.js';

/** A fix may make room for the next one; one that never settles must not run for ever. */
const mostPasses = 10;

/** Applies the fixes of the findings that are not suppressed. Of two that overlap, the later one waits for the next pass. */
export function applyFixes(source: string, findings: readonly Finding[]): string {
  const edits: Edit[] = [];
  for (const { fix = [], suppressed } of findings) {
    const isFree = fix.every((edit) => !edits.some((other) => overlap(edit, other)));
    if (!suppressed && isFree) edits.push(...fix);
  }
  return applyEdits(source, edits);
}

/** Fixes and asks again until nothing changes. */
export function fixPasses(source: string, lint: (text: string) => readonly Finding[]): string {
  let text = source;
  for (let pass = 0; pass < mostPasses; pass++) {
    const fixed = applyFixes(text, lint(text));
    if (fixed === text) break;
    text = fixed;
  }
  return text;
}

/** Two insertions at one place overlap as well: which of them comes first is not for a fix to decide. */
const overlap = (a: Edit, b: Edit): boolean =>
  a.span.start < b.span.end
    ? b.span.start < a.span.end || b.span.start === a.span.start
    : a.span.start === b.span.start;
