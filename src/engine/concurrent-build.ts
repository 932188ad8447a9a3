import { applyEdits, type Edit } from '../core/edit.js';
import { quoteIdentifier, quoteName } from '../core/name.js';
import type { CreateIndex } from '../sql/operation.js';
import { isWord, nextToken } from '../sql/tokens.js';
import { insertKeyword } from './keyword-edit.js';
import { takesFileEach } from './outside-transaction.js';
import type { FileContext } from './rule.js';

/**
 * The files that build the index concurrently, and again where the build fails. An index needs a name to be dropped and
 * built again.
 */
export function concurrentBuild(
  op: CreateIndex,
  { section, project }: Pick<FileContext<unknown>, 'section' | 'project'>,
): string {
  const { text } = section;
  const name = op.index ?? [op.table.name, ...op.elements.map(({ column = 'expr' }) => column), 'idx'].join('_');
  const written = text.slice(op.span.start, op.span.end);
  const afterIndex = op.afterIndexKeyword - op.span.start;
  const keyword = op.concurrently ? [] : insertKeyword(written, afterIndex, 'CONCURRENTLY');
  const named = keyword.map(({ span, text: word }) => ({
    span,
    text: op.index ? word : `${word} ${quoteIdentifier(name)}`,
  }));
  const build = `${applyEdits(written, [...named, ...withoutExistence(written, afterIndex)])};`;
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${quoteName({ schema: op.table.schema, name })};`;
  return takesFileEach(section, project.format)
    ? `Each in a migration of its own that runs outside a transaction, since the tool sends a file as one query:\n\n\`\`\`sql\n${drop}\n\`\`\`\n\n\`\`\`sql\n${build}\n\`\`\``
    : `In a migration of its own that runs outside a transaction:\n\n\`\`\`sql\n${drop}\n${build}\n\`\`\``;
}

/** Takes IF NOT EXISTS out, which would skip what a failed build left. */
function withoutExistence(written: string, afterIndex: number): readonly Edit[] {
  let token = nextToken(written, afterIndex);
  if (isWord(written, token, 'concurrently')) token = token && nextToken(written, token.end);
  if (token === undefined || !isWord(written, token, 'if')) return [];
  const exists = /^if\s+not\s+exists\s+/i.exec(written.slice(token.start))?.[0];
  return exists === undefined ? [] : [{ span: { start: token.start, end: token.start + exists.length }, text: '' }];
}
