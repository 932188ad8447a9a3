import { relationNamed } from '../catalog/existing.js';
import { keyThatJoins } from '../catalog/inherited-keys.js';
import { quoteName } from '../core/name.js';
import { keyOf } from '../effects/partition-keys.js';
import { familyNamed, type Target, withStorage } from '../effects/targets.js';
import type { AddConstraint } from '../sql/operation.js';
import { addNamed } from './add-then-validate.js';
import type { FileContext } from './rule.js';

/** NOT VALID is refused for a foreign key of this partitioned table. */
export const refusesNotValid = (
  { table, constraint }: AddConstraint,
  { catalog, project }: Pick<FileContext<unknown>, 'catalog' | 'project'>,
): boolean =>
  constraint.type === 'foreignKey' &&
  project.server.version < 18 &&
  relationNamed(catalog, table)?.kind === 'partitionedTable';

/** The migrations that give the foreign key to the partitions first, whose keys then join that of the whole table. */
export function partitionsFirst(
  op: AddConstraint,
  { catalog, section, project }: Pick<FileContext<unknown>, 'catalog' | 'section' | 'project'>,
): string {
  const { name, written } = addNamed(op, section);
  const key = op.constraint.type === 'foreignKey' ? keyOf(op.constraint, { catalog }) : undefined;
  const hasIt = ({ relation }: Target): boolean =>
    relation !== undefined && key !== undefined && keyThatJoins(relation, key, project.server.version) !== undefined;
  const partitions = withStorage(familyNamed(catalog, op.table))
    .filter((target) => !hasIt(target))
    .map((target) => quoteName(target.name));
  const block = (lines: readonly string[]): string => `\`\`\`sql\n${lines.join('\n')}\n\`\`\``;
  return [
    'Three migrations. The first is instant:',
    block(partitions.map((partition) => `ALTER TABLE ${partition} ADD ${written} NOT VALID;`)),
    'The second checks the rows, while reads and writes go on:',
    block(partitions.map((partition) => `ALTER TABLE ${partition} VALIDATE CONSTRAINT ${name};`)),
    'The third checks none, and is instant again. Reads of the referenced table wait for it as well:',
    block(["SET LOCAL lock_timeout = '2s';", `ALTER TABLE ${quoteName(op.table)} ADD ${written};`]),
  ].join('\n\n');
}
