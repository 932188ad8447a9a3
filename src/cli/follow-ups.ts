import type { FollowUps } from '../core/report.js';
import type { ConfigFlags } from './common-flags.js';
import type { BaselineFlags, JudgingFlags } from './report-flags.js';

/** What was typed, as far as it says which files are looked at and how they are judged. */
interface TypedFlags extends ConfigFlags, Pick<JudgingFlags, 'since' | 'staged' | 'changed'>, BaselineFlags {
  readonly preset?: string;
  readonly rule?: Readonly<Record<string, unknown>>;
  readonly postgres?: number;
  readonly fix?: boolean;
}

/** So many paths are said again; a shell that expands `*.sql` may have given hundreds. */
const mostPaths = 4;

/** What may be typed after a `lint`: the same files, judged in the same way. */
export function afterLint(paths: readonly string[], flags: TypedFlags): FollowUps {
  const typed = ['pgairlock lint', ...wordsOf(paths, flags)].join(' ');
  const isStdin = paths.includes('-');
  return {
    look: 'pgairlock lint <file>',
    fix: isStdin || flags.fix ? undefined : `${typed} --fix`,
    writeBaseline: isStdin || !mayWrite(flags) ? undefined : `${typed} --write-baseline`,
  };
}

/** What may be typed after a `verify`, which rewrites nothing. */
export const afterVerify = (paths: readonly string[], flags: TypedFlags): FollowUps => ({
  look: 'pgairlock verify <file>',
  writeBaseline: mayWrite(flags)
    ? ['pgairlock verify', ...wordsOf(paths, flags), '--write-baseline'].join(' ')
    : undefined,
});

/** After a refused `up`. @param fixable what has a fix of the files that are not applied; without names all would be fixed */
export const afterUp = (fixable: readonly string[]): FollowUps => ({
  look: 'pgairlock lint <file>',
  fix:
    fixable.length === 0 || fixable.length > mostPaths
      ? undefined
      : ['pgairlock lint', ...pathWords(fixable), '--fix'].join(' '),
});

/** A baseline is for what was there before, not for what somebody is changing. */
const mayWrite = ({ baseline, since, staged, changed }: TypedFlags): boolean =>
  baseline !== false && since === undefined && !staged && !changed;

const wordsOf = (paths: readonly string[], flags: TypedFlags): readonly string[] => [
  ...pathWords(paths),
  ...(flags.since === undefined ? [] : ['--since', quoted(flags.since)]),
  ...(flags.staged ? ['--staged'] : []),
  ...(flags.changed ? ['--changed'] : []),
  ...(typeof flags.config === 'string' ? ['--config', quoted(flags.config)] : []),
  ...(flags.config === false ? ['--no-config'] : []),
  ...(flags.preset === undefined ? [] : ['--preset', flags.preset]),
  ...Object.entries(flags.rule ?? {}).flatMap(([id, level]) => ['--rule', quoted(`${id}=${level}`)]),
  ...(flags.postgres === undefined ? [] : ['--postgres', String(flags.postgres)]),
  ...(typeof flags.baseline === 'string' ? ['--baseline', quoted(flags.baseline)] : []),
  ...(flags.baseline === false ? ['--no-baseline'] : []),
];

const pathWords = (paths: readonly string[]): readonly string[] =>
  paths.length > mostPaths ? ['<the same files>'] : paths.map(quoted);

/** As a POSIX shell reads it back. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./^-][\w@%+=:,./^~-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
