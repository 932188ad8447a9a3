export type { BaselineUpdate } from './app/baseline-file.js';
export { dependencyGraph, type GraphOptions } from './app/dependency-graph.js';
export { type DownSqlOptions, downSql, type GeneratedDown } from './app/down-sql.js';
export { type DriftOptions, type DriftResult, drift } from './app/drift/drift.js';
export { type FixRun, fixMigrations } from './app/fix.js';
export { lint } from './app/lint.js';
export type { LintOptions } from './app/lint-options.js';
export { newBaseline } from './app/new-baseline.js';
export { createMigration, type NewMigrationOptions } from './app/new-migration.js';
export { explainRule, listRules, type RuleExplanation } from './app/rule-info.js';
export type { ActOptions, Answer, ForceOptions, Question } from './app/run/act-options.js';
export type {
  ActOutcome,
  ActRefusal,
  ActResult,
  BackupOutcome,
  ExplainedStep,
  StatementFacts,
} from './app/run/act-result.js';
export type { AdoptionLine, AdoptionResult } from './app/run/adoption-result.js';
export type { AfterRun } from './app/run/after-run.js';
export {
  type BackupCommandOptions,
  type BackupList,
  type BackupReport,
  backup,
  listOfBackups,
} from './app/run/backup.js';
export { type BaselineOptions, baseline } from './app/run/baseline.js';
export { type CheckOptions, type CheckResult, checkMigration } from './app/run/check-migration.js';
export { type ChecklistResult, checklist } from './app/run/checklist.js';
export { type FailureAdvice, failureAdvice } from './app/run/failure-advice.js';
export { type HistoryOptions, type HistoryResult, history } from './app/run/history.js';
export { type ListResult, list, type RollbackCandidate } from './app/run/list.js';
export { type RedoOptions, redo } from './app/run/redo.js';
export { type RegisterOptions, register } from './app/run/register.js';
export { type RepairResult, type RepairRunOptions, repair } from './app/run/repair.js';
export { type RestoreCommandOptions, type RestoreRefusal, type RestoreReport, restore } from './app/run/restore.js';
export { type RollbackOptions, rollback } from './app/run/rollback.js';
export type { RunEvent } from './app/run/run-event.js';
export type { RunOptions } from './app/run/run-options.js';
export { type MigrationState, type MigrationStatusLine, type StatusResult, status } from './app/run/status.js';
export { type SyncOptions, type SyncResult, sync } from './app/run/sync.js';
export { type UpOptions, up } from './app/run/up.js';
export type { RefusedStatement } from './app/schema/replayed-schema.js';
export { type SplitOptions, type SplitResult, splitMigration } from './app/split.js';
export { type TypesCommandOptions, type TypesResult, types } from './app/types/types.js';
export type { TypesFile } from './app/types/types-file.js';
export { detectDestructiveOperations, detectMissingRLS, validateMigration } from './app/validate-migration.js';
export type { ValidateOptions, Validation } from './app/validate-with.js';
export { newVerifyBaseline } from './app/verify/new-verify-baseline.js';
export { runVerify, verify } from './app/verify/verify.js';
export type {
  JudgedMigration,
  VerifiedHistory,
  VerifyEvent,
  VerifyOptions,
  VerifyPart,
  VerifyRun,
} from './app/verify/verify-options.js';
export { type Config, defineConfig, type RuleId, type RuleSettings } from './config/define-config.js';
export type { Edit } from './core/edit.js';
export { type ErrorCode, PgairlockError } from './core/error.js';
export type { LockMode } from './core/lock-mode.js';
export type { Migration, Section, TransactionModel } from './core/migration.js';
export {
  type FileReport,
  type Finding,
  type FollowUps,
  isClean,
  type Report,
  type Reporter,
  type ReporterEnvironment,
  type RuleInfo,
  type StatementTrace,
  type Summary,
  summarize,
} from './core/report.js';
export type { Severity } from './core/severity.js';
export type { Span } from './core/span.js';
export { type Checks, defineRule, type Example, type Problem, type Rule } from './engine/rule.js';
export type { Completeness } from './generate/down/invert.js';
export type { PlacedFile } from './generate/down/placement.js';
export type { NotUndone } from './generate/down/step.js';
export type { DependencyGraph, GraphEdge, GraphNode } from './generate/graph/graph.js';
export { type ReporterName, reporters } from './reporters/index.js';
export { rules } from './rules/index.js';
export type { ChangeSelection } from './sources/git-changes.js';
export type { Operation, OperationKind, OperationOf } from './sql/operation.js';
export type { Parser } from './sql/parser.js';
