import { counted } from '../../core/counted.js';
import { listText } from '../../core/list-text.js';
import type { JudgedMigration, VerifiedHistory } from './verify-options.js';

/** What was done, in a few lines. */
export function describeHistory({ server, cached, migrations, standIns }: VerifiedHistory): readonly string[] {
  const statements = migrations.flatMap(({ measured }) => measured?.measured ?? []);
  const left = migrations.flatMap(({ measured }) => measured?.unmeasured ?? []);
  const proofs = migrations.filter(isProved);
  const done = [
    `${counted(migrations.length, 'migration')} replayed on ${server}${cached > 0 ? `, ${cached} of them earlier` : ''}`,
    ...(statements.length + left.length === 0
      ? []
      : [`${counted(statements.length, 'statement')} measured${left.length > 0 ? `, ${left.length} not` : ''}`]),
    ...(proofs.length === 0 ? [] : [`${counted(proofs.length, 'down')} proved`]),
  ];
  const notProved = migrations.filter(({ proof }) => proof?.outcome === 'up-fails').map(({ id }) => id);
  return [
    `Verified: ${done.join('; ')}.`,
    ...(standIns.length === 0 ? [] : [`Stood in for: ${listText(standIns, 20)}.`]),
    ...(notProved.length === 0 ? [] : [`Downs not proved, as their up fails: ${listText(notProved)}.`]),
  ];
}

const isProved = ({ proof }: JudgedMigration): boolean =>
  proof !== undefined && proof.outcome !== 'up-fails' && proof.outcome !== 'no-down';
