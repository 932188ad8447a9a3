import type { DriftResult } from '../app/drift/drift.js';

/** The document of `drift --json`. */
export const driftJson = ({ database, against, differences, sql, refused, warnings }: DriftResult): object => ({
  database,
  against,
  drift: differences.length > 0,
  differences: differences.map((difference) => ({
    kind: difference.kind,
    object: { kind: difference.object.kind, name: difference.object.name },
    ...(difference.kind === 'changed'
      ? { attribute: difference.attribute, migrations: difference.before ?? null, database: difference.after ?? null }
      : { parts: difference.parts }),
  })),
  sql,
  refused,
  warnings,
});
