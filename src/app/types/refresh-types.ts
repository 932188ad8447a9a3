import type { AfterRun } from '../run/after-run.js';
import { typesSettings } from './types-settings.js';

/** Brings the configured file of types up to date with the database that was just changed. Without one, nothing is done. */
export const refreshTypes: AfterRun = async (run) => {
  const { output, ...options } = typesSettings(run);
  if (output === undefined) return;
  const { typescriptTypes } = await import('../../generate/types/typescript-types.js');
  const { compareTypesFile, writeTypesFile } = await import('./types-file.js');
  const text = await typescriptTypes(run.database, options);
  const { fresh } = await compareTypesFile(output, text, output);
  if (fresh) return;
  await writeTypesFile(output, text);
  run.emit({ kind: 'types-written', file: output });
};
