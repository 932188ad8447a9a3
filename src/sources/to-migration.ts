import type { Migration, Section, SourceProblem, TransactionModel } from '../core/migration.js';
import type { SourceFile } from './folder.js';
import { readHeader } from './header.js';
import type { DirectionText, FileParts, LocalProblem } from './marked-sections.js';
import type { MigrationName } from './migration-name.js';
import { fillPlaceholders } from './placeholders.js';
import { type SectionText, splitSections } from './sections.js';

export interface MigrationParts {
  readonly file: SourceFile;
  readonly name: MigrationName;
  /** Where `parts` does not say it. */
  readonly transaction: TransactionModel;
  readonly adaptive?: boolean | undefined;
  /** What the format's own markers made of the file. Without: the sections that any tool's file may hold. */
  readonly parts?: FileParts | undefined;
  /** The separate down file. */
  readonly downFile?: SourceFile | undefined;
  /** How the tool sends the separate down file. Default: `transaction`. */
  readonly downTransaction?: TransactionModel | undefined;
  /** Those of the tool's plan, beside those of the header. */
  readonly dependencies?: readonly string[] | undefined;
  readonly problems?: readonly SourceProblem[] | undefined;
  readonly checksum: (text: string) => string;
}

interface Filled {
  readonly section: Section;
  readonly problems: readonly SourceProblem[];
}

/** Makes one migration of its file or files. */
export function toMigration(given: MigrationParts): Migration {
  const { file, name, downFile, checksum } = given;
  const { up, down, upSource, problems } = given.parts ?? wholeFile(file.text, given.transaction);
  const header = readHeader(file.text);
  const adaptive = given.adaptive === true;
  const upPart = toSection('up', file, up, adaptive);
  const downPart =
    downFile === undefined
      ? down && toSection('down', file, down, adaptive)
      : toSection('down', downFile, separate(given), adaptive);
  // Of an object that begins with a spread, V8 keeps a hidden class for each: another kilobyte a file.
  return {
    id: name.id,
    version: name.version,
    name: name.name,
    path: file.path,
    up: upPart.section,
    down: downPart?.section,
    dependencies: [...new Set([...header.dependencies, ...(given.dependencies ?? [])])],
    header: header.fields,
    checksum: checksum(upSource),
    problems: [
      ...[file, downFile].flatMap(toProblems),
      ...problems.map((problem) => ({ ...problem, path: file.path })),
      ...(given.problems ?? []),
      ...upPart.problems,
      ...(downPart?.problems ?? []),
    ],
  };
}

function wholeFile(source: string, transaction: TransactionModel): FileParts {
  const { up, down, upSource } = splitSections(source);
  return {
    up: { ...up, transaction },
    down: down && { ...down, transaction },
    upSource,
    problems: [],
  };
}

const separate = ({ downFile, transaction, downTransaction = transaction }: MigrationParts): DirectionText => ({
  text: downFile?.text ?? '',
  form: 'separate-file',
  transaction: downTransaction,
});

function toSection(
  direction: Section['direction'],
  file: SourceFile,
  part: SectionText & { readonly transaction: TransactionModel },
  adaptive: boolean,
): Filled {
  const { text, problems } = fillPlaceholders(part.text);
  return {
    section: { direction, path: file.path, source: file.text, adaptive, ...part, text },
    problems: problems.map((problem: LocalProblem) => ({ ...problem, path: file.path })),
  };
}

const toProblems = (file: SourceFile | undefined): readonly SourceProblem[] =>
  file?.problem === undefined
    ? []
    : [{ ruleId: 'unreadable-file', message: file.problem, path: file.path, span: { start: 0, end: 0 } }];
