import { isAbsolute, relative, sep } from 'node:path';

/** The path as every format prints it: relative to `cwd`, with forward slashes. A path that is relative already stays. */
export function toReportPath(path: string, cwd: string): string {
  const shown = isAbsolute(path) ? relative(cwd, path) : path;
  return sep === '\\' ? shown.replaceAll('\\', '/') : shown;
}
