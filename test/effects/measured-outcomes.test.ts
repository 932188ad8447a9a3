import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TransactionModel } from '../../src/core/migration.js';
import type { ServerVersion } from '../../src/core/server.js';
import { effectsOfLast, versionsOf } from './replay.js';

interface OutcomeCase {
  readonly id: string;
  /** Statement by statement, or the whole text in one simple query. */
  readonly model: TransactionModel;
  readonly setup?: string;
  readonly sql: string;
  /** The SQLSTATE of the first error that a real server raised, or `ok`. */
  readonly measured: readonly { readonly versions: readonly [number, number]; readonly outcome: string }[];
}

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const { fixture }: { readonly fixture: string } = read('./measured-locks.json');
const { cases }: { readonly cases: readonly OutcomeCase[] } = read('./measured-outcomes.json');

const searchPath = 'SET search_path = shop, public;';

/** The SQLSTATE of the first error foreseen; `refused` where the parser already refuses the statement. */
function foresee({ setup = '', sql, model }: OutcomeCase, version: ServerVersion): string {
  const units = [fixture, `${searchPath} ${setup}`, `${searchPath} ${sql}`];
  const { statements, problems } = effectsOfLast(units, { server: { version }, model });
  if (problems.length > 0) return 'refused';
  return statements.flatMap(({ errors }) => errors)[0]?.sqlstate ?? 'ok';
}

/** What no reading of the SQL can foresee, or what the parser says itself. */
const exceptions: Readonly<Record<string, { readonly because: string; readonly foreseen: string }>> = {
  'add-column-notnull-nodefault-nonempty': { because: 'it depends on whether the table has any row', foreseen: 'ok' },
  'set-not-null-with-nulls': { because: 'it depends on what is in the rows', foreseen: 'ok' },
  'insert-explicit-id-serial': { because: 'it depends on where the sequence stands', foreseen: 'ok' },
  'json-distinct': {
    because: 'a query is read for what it touches, not for how it sorts and compares',
    foreseen: 'ok',
  },
  'not-valid-on-unique': { because: 'the parser refuses it, with the words of the server', foreseen: 'refused' },
  'exclusion-not-valid': { because: 'the parser refuses it, with the words of the server', foreseen: 'refused' },
};

describe('outcomes agree with measured servers', () => {
  for (const one of cases) {
    const exception = exceptions[one.id];
    for (const { versions, outcome } of one.measured) {
      it.each(versionsOf(versions))(`${one.id} on %s: ${outcome}`, (version) => {
        expect(foresee(one, version)).toBe(exception?.foreseen ?? outcome);
      });
    }
  }

  it.each(Object.entries(exceptions))('%s cannot be foreseen', (id, { foreseen }) => {
    const outcomes = cases.find((each) => each.id === id)?.measured.map(({ outcome }) => outcome);
    expect(outcomes).toBeDefined();
    expect(outcomes).not.toContain(foreseen);
  });
});
