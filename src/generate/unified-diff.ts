import { createTwoFilesPatch } from 'diff';

/**
 * The lines that differ, as `diff -u` prints them and `patch` reads them; empty where none does.
 * @param before absent where the file is new
 * @param name of both files, as it is shown
 */
export const unifiedDiff = (before: string | undefined, after: string, name: string): string =>
  before === after
    ? ''
    : createTwoFilesPatch(
        before === undefined ? '/dev/null' : `a/${name}`,
        `b/${name}`,
        before ?? '',
        after,
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, '');
