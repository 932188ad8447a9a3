import type { Migration, Section, SourceProblem, TransactionModel } from '../core/migration.js';
import type { SourceFile } from './folder.js';
import { readHeader } from './header.js';
import type { MigrationName } from './migration-name.js';
import { type SectionText, splitSections } from './sections.js';

export interface MigrationParts {
  readonly file: SourceFile;
  readonly name: MigrationName;
  readonly transaction: TransactionModel;
  /** The separate down file. */
  readonly downFile?: SourceFile | undefined;
  readonly checksum: (text: string) => string;
}

/** Makes one migration of its file or files. */
export function toMigration({ file, name, transaction, downFile, checksum }: MigrationParts): Migration {
  const { up, down, upSource } = splitSections(file.text);
  const header = readHeader(file.text);
  const downSection =
    downFile === undefined
      ? down && toSection('down', file, down, transaction)
      : toSection('down', downFile, { text: downFile.text, form: 'separate-file' }, transaction);
  return {
    ...name,
    path: file.path,
    up: toSection('up', file, up, transaction),
    down: downSection,
    dependencies: header.dependencies,
    header: header.fields,
    checksum: checksum(upSource),
    problems: [file, downFile].flatMap(toProblems),
  };
}

const toSection = (
  direction: Section['direction'],
  file: SourceFile,
  section: SectionText,
  transaction: TransactionModel,
): Section => ({ direction, path: file.path, source: file.text, transaction, ...section });

const toProblems = (file: SourceFile | undefined): readonly SourceProblem[] =>
  file?.problem === undefined
    ? []
    : [{ ruleId: 'unreadable-file', message: file.problem, path: file.path, span: { start: 0, end: 0 } }];
