import path from 'node:path';
import type { ActResult, ExplainedStep } from '../app/run/act-result.js';
import { failureAdvice } from '../app/run/failure-advice.js';
import { reporters } from '../reporters/index.js';

/** The JSON document of a command that changes a database; docs/json.md describes it. */
export const actJson = (result: ActResult, cwd: string): object => ({
  outcome: result.outcome,
  dryRun: result.dryRun,
  database: result.database,
  serverVersion: result.serverVersion,
  folder: result.folder,
  history: result.history,
  plan: result.steps.map(stepJson),
  results: result.results,
  refusals: result.refusals,
  findings:
    result.report === undefined ? null : JSON.parse(reporters.json(result.report, { cwd, color: false, width: 80 })),
  forced: result.forced ?? null,
  backup: backupJson(result, cwd),
  warnings: result.warnings,
  failure: failureAdvice(result) ?? null,
  timing: Object.fromEntries(Object.entries(result.timing).map(([phase, ms]) => [phase, Math.round(ms)])),
});

const stepJson = ({ step, facts }: ExplainedStep): object => ({
  migration: step.migration,
  path: step.path,
  direction: step.direction,
  mode: step.mode,
  resumedAfter: step.resumedAfter,
  statements: step.statements.map(({ index, line, sql, transaction }) => ({
    index,
    line,
    sql,
    transaction,
    ...facts.get(index),
  })),
  ...(step.direction === 'up' ? { record: step.record } : {}),
});

function backupJson({ backup }: ActResult, cwd: string): object | null {
  if (backup === undefined) return null;
  return backup.made
    ? { ...backup, path: path.relative(cwd, backup.path), durationMs: Math.round(backup.durationMs) }
    : backup;
}
