import { listText } from '../../core/list-text.js';
import { diffLines, nearChanges } from './line-diff.js';
import { movedColumns } from './moved-columns.js';
import type { ChangedAttribute, SchemaDifference } from './schema-difference.js';

/** For people: one line a difference, and a diff where a text of several lines changed. `- ` is before, `+ ` after. */
export const renderDifferences = (differences: readonly SchemaDifference[]): string =>
  differences.map(renderDifference).join('\n');

export function renderDifference(difference: SchemaDifference): string {
  const { object } = difference;
  const name = `${object.kind} ${object.name}`;
  switch (difference.kind) {
    case 'missing':
      return `- ${name}${described(difference.object.attributes)}: is missing${withParts(difference.parts)}`;
    case 'unexpected':
      return `+ ${name}${described(difference.object.attributes)}: should not be there${withParts(difference.parts)}`;
    case 'changed':
      return `~ ${name}: ${renderChange(difference)}`;
  }
}

const withParts = (parts: number): string => (parts === 0 ? '' : `, with ${parts} of its parts`);

/** What says at a glance which one it is, where that is one line. */
function described({ definition, type }: Readonly<Record<string, string>>): string {
  const text = definition ?? type;
  return text === undefined || text.includes('\n') ? '' : ` (${text})`;
}

function renderChange({ attribute, before, after }: ChangedAttribute): string {
  if (attribute === 'column order' && before !== undefined && after !== undefined) {
    return `in another place among the columns: ${listText(movedColumns(before, after))}`;
  }
  if (before?.includes('\n') || after?.includes('\n')) {
    const lines = nearChanges(diffLines(before ?? '', after ?? ''));
    return [`${attribute} is another`, ...lines.map((line) => `    ${line}`)].join('\n');
  }
  if (before === undefined) return `${attribute} is ${after}, was not set`;
  if (after === undefined) return `${attribute} is not set, was ${before}`;
  return `${attribute} is ${after}, was ${before}`;
}
