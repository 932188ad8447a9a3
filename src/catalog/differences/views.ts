import { formatQualified } from '../../core/name.js';
import type { ViewDefinition } from '../model.js';
import { sqlEssence } from './alike.js';
import { changed, type SchemaDifference, tolerated } from './difference.js';

/**
 * Whether two views differ. The server prints a query with casts, parentheses and qualified names that nobody wrote, and
 * downs are often copied from there: none of them counts. A query that has the columns and relations of the other and
 * reads otherwise is tolerable: who compares texts cannot say that it means something else.
 */
export function* viewDifferences(
  text: string,
  before: ViewDefinition,
  after: ViewDefinition,
): Generator<SchemaDifference> {
  if (queryEssence(before.text) === queryEssence(after.text)) return;
  const difference = changed(`the query of ${text}`);
  yield columnsOf(before) === columnsOf(after) && relationsOf(before) === relationsOf(after)
    ? tolerated(difference)
    : difference;
}

const queryEssence = (text: string): string =>
  sqlEssence(text)
    .replace(
      /\s*::\s*(?:"[^"]+"|[a-z_][\w.]*)(?: varying| precision| with(?:out)? time zone)?(?:\([\d,]*\))?(?:\[\])*/g,
      '',
    )
    .replace(/\s*!~~\s*/g, ' not like ')
    .replace(/\s*~~\s*/g, ' like ')
    .replace(/ else null\b/g, '')
    .replace(/\b(?:inner|outer|as)\b/g, ' ')
    .replace(/[\w"]+\./g, '')
    .replace(/[()"\s]+/g, '');

const columnsOf = ({ output, columnAliases }: ViewDefinition): string =>
  output.map(({ name }, index) => columnAliases[index] ?? name ?? '*').join('\n');

const relationsOf = ({ reads }: ViewDefinition): string => reads.map(formatQualified).toSorted().join('\n');
