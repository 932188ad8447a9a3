import type { SourceProblem } from '../core/migration.js';
import type { Folder } from './folder.js';

/** A problem with a file of the folder as such. */
export const fileProblem = (folder: Folder, ruleId: string, name: string, message: string): SourceProblem => ({
  ruleId,
  message,
  path: folder.shown === '.' ? name : `${folder.shown}/${name}`,
  span: { start: 0, end: 0 },
});

/** A problem with the file that says which migrations the folder has, and in which order. */
export const planProblem = (folder: Folder, ruleId: string, plan: string, message: string): SourceProblem => ({
  ...fileProblem(folder, ruleId, plan, message),
  ofFolder: true,
});
