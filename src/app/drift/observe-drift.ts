import { type Observation, observe } from '../../engine/observation.js';
import schemaDrift from '../../rules/history/schema-drift.js';
import type { SchemaDifference } from '../../verify/compare/schema-difference.js';
import { describeChange, describeObject } from './describe-difference.js';

/** Each difference as a finding about the project. */
export const observeDrift = (differences: readonly SchemaDifference[]): readonly Observation[] =>
  differences.map((difference) => {
    const at = { start: 0, end: 0 };
    const { kind, name } = difference.object;
    if (difference.kind !== 'changed') {
      const data = { object: describeObject(difference) };
      return observe(schemaDrift, { message: difference.kind, data, subject: `${kind} ${name}`, at });
    }
    return observe(schemaDrift, {
      message: 'changed',
      data: { object: `${kind} ${name}`, change: describeChange(difference) },
      subject: `${kind} ${name} ${difference.attribute}`,
      at,
    });
  });
