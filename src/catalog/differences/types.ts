import { formatName, quoteName } from '../../core/name.js';
import type { CatalogChanges } from '../changes.js';
import type { UserType } from '../model.js';
import { alike } from './alike.js';
import { changed, left, lost, type SchemaDifference, tolerated } from './difference.js';

export function* typeDifferences({ types }: CatalogChanges): Generator<SchemaDifference> {
  for (const { before, after } of types.values()) {
    if (before === undefined && after !== undefined) yield leftType(after);
    else if (before !== undefined && after === undefined) yield lost(`type ${formatName(before.name)}`);
    else if (before !== undefined && after !== undefined) yield* changesOf(before, after);
  }
}

const leftType = ({ kind, name }: UserType): SchemaDifference =>
  left(`${kind === 'domain' ? 'domain' : 'type'} ${formatName(name)}`, `DROP TYPE ${quoteName(name)};`);

function* changesOf(before: UserType, after: UserType): Generator<SchemaDifference> {
  if (alike(before, after)) return;
  const object = `type ${formatName(after.name)}`;
  if (before.kind !== 'enum' || after.kind !== 'enum') {
    yield changed(object);
    return;
  }
  // PostgreSQL cannot drop a value: only a new type would undo it.
  const more = after.values.filter((value) => !before.values.includes(value));
  for (const value of more) yield tolerated(left(`value '${value}' of ${object}`));
  for (const value of before.values.filter((old) => !after.values.includes(old))) {
    yield lost(`value '${value}' of ${object}`);
  }
}
