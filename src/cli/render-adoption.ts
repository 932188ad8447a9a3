import pc from 'picocolors';
import type { AdoptionLine, AdoptionResult } from '../app/run/adoption-result.js';
import type { SyncResult } from '../app/run/sync.js';
import { counted } from '../core/counted.js';
import { columns } from './columns.js';

interface Style {
  readonly color: boolean;
}

/** What was recorded as applied, or why nothing was. */
export function renderAdoption(result: AdoptionResult, { color }: Style): string {
  const colors = pc.createColors(color);
  const { database, dryRun, adopted, refusals } = result;
  const lines = [`${colors.bold('Database')}  ${database}`, '', ...problems(result, colors)];
  if (refusals.length > 0) return [...lines, 'Nothing was recorded.', ''].join('\n');
  if (adopted.length === 0) return [...lines, 'Nothing to record: all of it is applied already.', ''].join('\n');
  const verb = dryRun ? 'would be recorded' : adopted.length === 1 ? 'is recorded' : 'are recorded';
  return [
    ...lines,
    `${counted(adopted.length, 'migration')} ${verb} as applied; no SQL ${dryRun ? 'would be' : 'was'} run:`,
    ...columns(adopted.map(row)),
    ...(dryRun ? ['', 'This was a dry run: nothing was changed.'] : []),
    '',
  ].join('\n');
}

/** The plan of `sync`, or what became of it. */
export function renderSync(result: SyncResult, { color }: Style): string {
  const colors = pc.createColors(color);
  const { database, dryRun, tools, adopted, recordedThere, refusals } = result;
  const verb = dryRun ? 'Would record' : 'Recorded';
  const sources = tools.map(({ tool, table }) => `${tool} (${table})`);
  const agree = adopted.length === 0 && recordedThere.length === 0 && refusals.length === 0;
  return [
    `${colors.bold('Database')}    ${database}`,
    `${colors.bold('Records of')}  ${sources.length === 0 ? 'no other tool of this folder' : sources.join(', ')}`,
    '',
    ...(adopted.length > 0
      ? [
          `${verb} here ${counted(adopted.length, 'migration')} that another tool applied:`,
          ...columns(adopted.map(row)),
          '',
        ]
      : []),
    ...(recordedThere.length > 0
      ? [
          `${verb} for the Supabase CLI ${counted(recordedThere.length, 'migration')} that ${recordedThere.length === 1 ? 'is' : 'are'} applied:`,
          ...recordedThere.map((id) => `  ${id}`),
          '',
        ]
      : []),
    ...problems(result, colors),
    agree
      ? colors.green('All records agree.')
      : dryRun
        ? 'This was a dry run: nothing was changed.'
        : 'Done. No migration was run.',
    '',
  ].join('\n');
}

function problems(
  { refusals, warnings }: AdoptionResult,
  colors: ReturnType<typeof pc.createColors>,
): readonly string[] {
  const lines = [
    ...refusals.map(({ message }) => `${colors.red('refused')}  ${message}`),
    ...warnings.map((message) => `${colors.yellow('note')}     ${message}`),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

const row = ({ migration, tool, by, text, appliedAt }: AdoptionLine): readonly string[] => [
  migration,
  tool === undefined ? '' : `by ${tool}`,
  by === 'name' ? 'known by its name' : by === 'text' ? 'known by its text' : '',
  text === 'same' ? 'same text' : text === 'different' ? 'ANOTHER TEXT' : '',
  appliedAt ?? '',
];
