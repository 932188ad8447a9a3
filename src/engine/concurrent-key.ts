import { quoteIdentifier, quoteName, type WrittenName } from '../core/name.js';
import type { KeyConstraint } from '../sql/operation.js';

/** What a key is, wherever it was written. */
type Key = Omit<KeyConstraint, 'span' | 'notValid' | 'enforced' | 'usingIndex'>;

const listOf = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ');

/** The name that it has or that the server gives it. */
export const keyName = ({ name }: WrittenName, { type, columns, ...key }: Key): string =>
  key.name ?? (type === 'primaryKey' ? `${name}_pkey` : [name, ...columns, 'key'].join('_'));

/**
 * The two migrations that make a key without a long lock.
 * @param replaces a constraint of its name is there before, and keeps the name until the new index is built
 */
export function keyBuiltFirst(table: WrittenName, key: Key, replaces: boolean): string {
  const name = keyName(table, key);
  const [index, constraint] = [replaces ? `${name}_new` : name, name].map(quoteIdentifier);
  const kind = key.type === 'primaryKey' ? 'PRIMARY KEY' : 'UNIQUE';
  const build = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${quoteName(table)} (${listOf(key.columns)})`,
    ...(key.include.length > 0 ? [`INCLUDE (${listOf(key.include)})`] : []),
    ...(key.nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
  ].join(' ');
  const drop = replaces ? `DROP CONSTRAINT ${constraint}, ` : '';
  const add = `ALTER TABLE ${quoteName(table)} ${drop}ADD CONSTRAINT ${constraint} ${kind} USING INDEX ${index}${deferral(key)}`;
  return `Two migrations, the first outside a transaction:\n\n\`\`\`sql\n${build};\n\`\`\`\n\n\`\`\`sql\n${add};\n\`\`\``;
}

function deferral({ deferrable, initiallyDeferred }: Key): string {
  if (!deferrable) return '';
  return initiallyDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}
