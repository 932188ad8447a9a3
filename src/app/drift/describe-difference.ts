import { listText } from '../../core/list-text.js';
import { diffLines, nearChanges } from '../../verify/compare/line-diff.js';
import { movedColumns } from '../../verify/compare/moved-columns.js';
import type { ChangedAttribute, SchemaDifference } from '../../verify/compare/schema-difference.js';

/** `table public.books`, with what tells it from others where that is one line. */
export function describeObject({ object }: Pick<SchemaDifference, 'object'>): string {
  const { definition, type } = object.attributes;
  const text = object.parent === undefined ? undefined : (definition ?? type);
  const more = text === undefined || text.includes('\n') ? '' : ` (${text})`;
  return `${object.kind} ${object.name}${more}`;
}

/** In one line, what is other in the database. */
export function describeChange({ attribute, before, after }: ChangedAttribute): string {
  if (attribute === 'column order')
    return `in another place among the columns: ${listText(movedColumns(before ?? '', after ?? ''))}`;
  const there = after === undefined ? `${attribute} is not set` : `${attribute} is ${oneLine(after)}`;
  const made = before === undefined ? 'not set' : oneLine(before);
  if (isText(before, after)) return `${attribute} is another`;
  return `${there} in the database, ${made} by the migrations`;
}

const isText = (before = '', after = ''): boolean => before.includes('\n') || after.includes('\n');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** The lines that changed in a text of several: `- ` by the migrations, `+ ` in the database. */
export const changedLines = ({ before, after }: ChangedAttribute): readonly string[] =>
  isText(before, after) ? nearChanges(diffLines(before ?? '', after ?? '')) : [];
