import { describe, expect, it } from 'vitest';
import { passingCondition } from '../../src/effects/momentary.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

function passing(condition: string): string | undefined {
  const op = readScript(`ALTER TABLE t ADD CHECK (${condition})`, parser).statements[0]?.operations[0];
  if (op?.kind !== 'addConstraint' || op.constraint.type !== 'check') throw new Error(`Not a CHECK: ${condition}`);
  return passingCondition(op.constraint.expression)?.name;
}

describe('a condition that holds now', () => {
  it.each([
    ['due > now()', 'now'],
    ['born < CURRENT_DATE OR due >= CURRENT_DATE', 'current_date'],
    ['lent = now()', 'now'],
    ['owner = CURRENT_USER', 'current_user'],
    ["age(born) < interval '1 year' AND random() < 0.5", 'random'],
    ['owner = auth.uid()', 'uid'],
    ['now() BETWEEN lent AND due', 'now'],
  ])('may not hold later: %s', (condition, call) => {
    expect(passing(condition)).toBe(call);
  });

  it.each([
    'lent <= now()',
    'now() > lent AND length(title) > 3',
    "born < CURRENT_DATE + interval '1 day'",
    'lower(title) = title',
    "to_char(lent, 'YYYY') <> ''",
    'app.now() > 3',
  ])('stays true: %s', (condition) => {
    expect(passing(condition)).toBeUndefined();
  });
});
