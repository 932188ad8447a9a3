import type { LaterStatement, Split } from '../../core/split.js';

/** A migration that comes after the one that is split. */
export interface LaterFile {
  /** For its name: `loans validate`. */
  readonly name: string;
  readonly sql: string;
  readonly alone: boolean;
}

/** Which later migrations the statements need: one for each that runs alone, else one a step. */
export function laterFiles(name: string, splits: readonly Split[]): readonly LaterFile[] {
  const later = splits.flatMap((split) => split.later);
  const steps = [...new Set(later.map(({ step }) => step))].toSorted((a, b) => a - b);
  return steps.flatMap((step) => {
    const members = later.filter((one) => one.step === step);
    const together = members.filter(({ alone }) => !alone);
    return [
      ...members
        .filter(({ alone }) => alone)
        .map((one) => ({ name: nameAlone(name, one), sql: `${one.sql};\n`, alone: true })),
      ...(together.length === 0
        ? []
        : [{ name: `${name} ${step === 1 ? 'validate' : 'finish'}`, sql: textOf(together), alone: false }]),
    ];
  });
}

/** Each needs its lock only for a moment, or one that lets others work. */
const textOf = (statements: readonly LaterStatement[]): string =>
  `SET LOCAL lock_timeout = '2s';\n\n${statements.map(({ sql }) => `${sql};\n`).join('')}`;

function nameAlone(name: string, { sql }: LaterStatement): string {
  const [, verb = '', index = ''] =
    /^\s*(create|drop)\b.*?\bconcurrently\s+(?:if\s+(?:not\s+)?exists\s+)?(\S+)/is.exec(sql) ?? [];
  const object = index.replace(/^.*\./, '').replaceAll('"', '');
  return object === '' || object.toLowerCase() === 'on'
    ? `${name} ${verb.toLowerCase() === 'drop' ? 'drop' : 'build'} index`
    : `${verb.toLowerCase() === 'create' ? 'build' : 'drop'} ${object}`;
}
