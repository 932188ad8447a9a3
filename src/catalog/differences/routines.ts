import { formatName, quoteName } from '../../core/name.js';
import type { CatalogChanges } from '../changes.js';
import type { Routine } from '../model.js';
import { signatureOf } from '../routine-signature.js';
import { alike, sqlEssence } from './alike.js';
import { changed, left, lost, type SchemaDifference, sideBySide } from './difference.js';

export function* routineDifferences({ routines }: CatalogChanges): Generator<SchemaDifference> {
  for (const [key, { before = [], after = [] }] of routines) {
    // Those end with the session.
    if (key.startsWith('pg_temp.')) continue;
    for (const [signature, old, now] of sideBySide(bySignature(before), bySignature(after))) {
      if (old === undefined && now !== undefined) {
        yield left(textOf(now), `DROP ${now.objectType.toUpperCase()} ${quoteName(now.name)}(${signature});`);
      } else if (old !== undefined && now === undefined) yield lost(textOf(old));
      else if (old !== undefined && now !== undefined && !alike(content(old), content(now))) yield changed(textOf(now));
    }
  }
}

const bySignature = (overloads: readonly Routine[]): ReadonlyMap<string, Routine> =>
  new Map(overloads.map((routine) => [signatureOf(routine.arguments), routine]));

const textOf = ({ objectType, name }: Routine): string => `${objectType} ${formatName(name)}`;

/** What is the same however the statement was laid out. Names of relations in bodies stay as written. */
const content = ({ arguments: args, returns, language, volatility, security, settings, body, text }: Routine) => ({
  args,
  returns,
  language,
  volatility,
  security,
  settings,
  // A body of BEGIN ATOMIC is part of the statement.
  body: sqlEssence(body ?? text.replace(/^create\s+(?:or\s+replace\s+)?/i, '')),
});
