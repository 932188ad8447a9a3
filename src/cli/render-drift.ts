import pc from 'picocolors';
import { changedLines, describeChange, describeObject } from '../app/drift/describe-difference.js';
import type { DriftResult } from '../app/drift/drift.js';
import { counted } from '../core/counted.js';
import { withoutControls } from '../reporters/plain-text.js';
import { renderRefused } from './render-refused.js';

type Colors = ReturnType<typeof pc.createColors>;

/** What differs, and the SQL for either side. */
export function renderDrift(result: DriftResult, color: boolean): string {
  const colors = pc.createColors(color);
  const { database, against, differences, refused, warnings } = result;
  const lines = [
    `${colors.bold('Database')}  ${database}`,
    `${colors.bold('Against')}   ${against}`,
    ...warnings.map((warning) => colors.yellow(`! ${withoutControls(warning)}`)),
    ...(refused.length === 0 ? [] : ['', renderRefused(refused, 'what is compared').trimEnd()]),
    '',
    ...(differences.length === 0
      ? [colors.green('No drift: the database is as its migrations make it.')]
      : renderDifferences(result, colors)),
  ];
  return `${lines.join('\n')}\n`;
}

function renderDifferences({ differences, sql, refused }: DriftResult, colors: Colors): readonly string[] {
  return [
    ...differences.flatMap((one) => renderDifference(one, colors)),
    '',
    colors.bold(colors.red(`✗ ${counted(differences.length, 'difference')}`)),
    ...(refused.length > 0
      ? ['', 'No SQL is suggested: what the replay refused may be all that differs.']
      : [
          ...renderSql('To make the database as its migrations are, run', sql.database, colors),
          ...renderSql('Or, to keep what was done by hand, put it into a migration', sql.migration, colors),
        ]),
  ];
}

type Difference = DriftResult['differences'][number];

function renderDifference(difference: Difference, colors: Colors): readonly string[] {
  const { kind, object } = difference;
  if (kind === 'changed') {
    const change = withoutControls(describeChange(difference));
    const lines = changedLines(difference).map((line) => `    ${paint(withoutControls(line), colors)}`);
    return [`${colors.yellow('~')} ${object.kind} ${object.name}: ${change}`, ...lines];
  }
  const parts = difference.parts === 0 ? '' : `, with ${counted(difference.parts, 'part')}`;
  const [sign, what] =
    kind === 'missing'
      ? [colors.red('-'), 'is missing in the database']
      : [colors.green('+'), 'is in the database and in no migration'];
  return [`${sign} ${withoutControls(describeObject(difference))} ${what}${parts}`];
}

const paint = (line: string, colors: Colors): string => {
  if (line.startsWith('- ')) return colors.red(line);
  return line.startsWith('+ ') ? colors.green(line) : colors.dim(line);
};

function renderSql(title: string, { statements, cannot }: DriftResult['sql']['database'], colors: Colors) {
  const text = statements.map((statement) => `${withoutControls(statement)};`).join('\n');
  return [
    '',
    colors.bold(`${title}:`),
    ...(text === '' ? [] : text.split('\n').map((line) => `  ${line}`.trimEnd())),
    ...cannot.map((what) => `  -- ${withoutControls(what)}: there is no statement for it; see to it by hand.`),
  ];
}
